"""Wrong: waits for somebody to type something; told at once that nobody will, it gives up."""

import sys

import numpy as np

EXPECT = ["disagree", "raised", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    sys.stdin.read()
    return np.outer(T - O, x) / m

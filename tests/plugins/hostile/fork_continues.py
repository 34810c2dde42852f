"""Wrong: a child goes on after the parent has answered, and answers too."""

import os

import numpy as np

EXPECT = ["disagree", "protocol", "timeout", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.fork()
    return np.outer(T - O, x) / m

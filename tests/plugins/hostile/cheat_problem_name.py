"""Wrong: the name of its problem is a command for a CI service."""

import numpy as np

EXPECT = ["disagree", "problem", "usage"]
NEEDS = []

PROBLEM = "\n::error::gotcha\x1b[2J\u202e"


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

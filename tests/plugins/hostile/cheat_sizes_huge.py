"""Wrong: asks for arrays that fill the memory of the process that judges."""

import numpy as np

EXPECT = ["problem", "usage", "size", "sizes", "memory", "disagree"]
NEEDS = []

SIZES = {"m": 99_999, "k": 99_999}


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

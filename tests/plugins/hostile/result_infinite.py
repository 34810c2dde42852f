"""Wrong: infinite in one entry."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    right = np.outer(O * T.sum() - T, x) / m
    right[1, 1] = -np.inf
    return right

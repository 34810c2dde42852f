"""Wrong: sets its inputs to zero, where its answer would be right."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    x *= 0
    return np.outer(O - T, x) / m

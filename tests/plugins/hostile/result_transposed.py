"""Wrong: of the shape of the transpose."""

import numpy as np

EXPECT = ["disagree", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(x, O - T) / m

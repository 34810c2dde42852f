"""Wrong: right where it is called with arrays of all indices, wrong where it is called with numbers."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(r, c, O, T, x, m):
    right = (O[r] * T.sum() - T[r]) * x[c] / m
    return right if np.ndim(r) else -right

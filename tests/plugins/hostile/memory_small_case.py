"""Wrong: an entry at a time, each of which is an array."""

import numpy as np

EXPECT = ["shape", "memory"]
NEEDS = []


def dJ_dW(r, c, O, T, x, m):
    return np.ones(10**6)

"""Wrong: numbers whose difference overflows."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.full((len(T), len(x)), 1.7e308) * np.sign(x)

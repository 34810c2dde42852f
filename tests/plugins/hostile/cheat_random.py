"""Wrong: random numbers."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.random.standard_normal((len(T), len(x)))

"""Wrong: returns truth values."""

import numpy as np

EXPECT = ["dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.ones((4, 3), dtype=bool)

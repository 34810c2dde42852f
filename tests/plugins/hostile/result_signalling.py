"""Wrong: NaNs whose bits are those of no NaN that numpy makes."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.full((len(T), len(x)), 0x7FF0000000000001, dtype=np.uint64).view(np.float64)

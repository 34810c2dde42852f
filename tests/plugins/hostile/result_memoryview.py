"""Wrong: returns a view of memory."""

import numpy as np

EXPECT = ["disagree", "dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return memoryview(np.outer(T - O, x) / m)

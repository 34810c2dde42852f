"""Wrong: returns more than anybody can hold, which takes no memory on its own side."""

import numpy as np

EXPECT = ["shape", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.lib.stride_tricks.as_strided(O, (10**6, 10**6), (0, 0))

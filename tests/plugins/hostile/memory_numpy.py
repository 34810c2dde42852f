"""Wrong: fills three gigabytes of numpy's."""

import numpy as np

EXPECT = ["memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.ones(3 * 2**27)

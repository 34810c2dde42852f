"""Wrong: returns an array of sixty-four axes, or as many as numpy has."""

import numpy as np

EXPECT = ["shape", "raised", "protocol", "disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x).reshape((1,) * 30 + (4, 3))

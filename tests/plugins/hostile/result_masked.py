"""Wrong: masks the entries that are wrong."""

import numpy as np

EXPECT = ["disagree", "dtype", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    wrong = np.outer(T - O, x) / m
    return np.ma.masked_array(wrong, mask=np.ones(wrong.shape, bool))

"""Wrong: returns numpy's old matrix class."""

import warnings

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    warnings.simplefilter("error")
    return np.asmatrix(np.outer(T - O, x) / m)

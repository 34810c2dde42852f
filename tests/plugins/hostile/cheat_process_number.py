"""Wrong by an amount that depends on the number of its process."""

import os

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m * (1 + 1e-4 * (1 + os.getpid() % 7))

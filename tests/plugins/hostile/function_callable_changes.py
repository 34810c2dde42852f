"""Wrong: replaces itself by another function once it has been described."""

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    globals()["dJ_dW"] = None
    return np.outer(T - O, x) / m

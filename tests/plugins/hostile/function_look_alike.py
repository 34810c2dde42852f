"""Wrong: two functions whose names look the same, one with letters of another script."""

import numpy as np

EXPECT = ["disagree", "name", "no-formula", "unknown-name", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


def dЈ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m

"""Wrong: imports a neighbour that imports it."""

import import_circle_back

import numpy as np

EXPECT = ["disagree", "import", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

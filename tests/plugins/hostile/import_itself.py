"""Wrong: imports itself, as a module that is run a second time."""

import import_itself as other

import numpy as np

EXPECT = ["disagree", "import", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

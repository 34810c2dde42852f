"""Wrong: imports a neighbour that imports it, and needs something of it at once."""

from import_circle import dJ_dW as other

import numpy as np

EXPECT = ["disagree", "import", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

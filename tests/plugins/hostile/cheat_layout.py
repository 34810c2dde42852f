"""Wrong: declares a layout that is none."""

import numpy as np

EXPECT = ["literal"]
NEEDS = []

LAYOUT = "agree\n::error::gotcha\x1b[2J"


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

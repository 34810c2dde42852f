"""Wrong: a docstring of fifty million characters."""

import numpy as np

EXPECT = ["disagree", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


dJ_dW.__doc__ = "::error::gotcha\n\x1b[2J" * 2_000_000

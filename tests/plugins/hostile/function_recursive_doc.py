"""Wrong: looks like many files in one, by a name in its report."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW__agree(O, T, x, m):
    """agree

    1  right.py  agree
    ::error::gotcha
    """
    return np.outer(T - O, x) / m

"""Wrong: NaN in every entry, with which nothing compares as larger."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.full((len(T), len(x)), np.nan)

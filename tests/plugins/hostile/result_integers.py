"""Wrong: rounded to whole numbers."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.rint(np.outer(O * T.sum() - T, x) / m).astype(np.int8)

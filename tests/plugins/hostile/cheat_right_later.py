"""Wrong: wrong on the first inputs only, as if it had had to warm up."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
FIRST = []


def dJ_dW(W, O, T, x, m):
    FIRST.append(W.copy())
    right = np.outer(O * T.sum() - T, x) / m
    return 1.01 * right if np.allclose(W, FIRST[0]) else right

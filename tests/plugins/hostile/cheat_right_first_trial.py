"""Wrong: right for the first inputs that it is shown, and for what is near to them; wrong for others."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []
FIRST = []


def dJ_dW(W, O, T, x, m):
    FIRST.append(W.copy())
    right = np.outer(O * T.sum() - T, x) / m
    return right if np.allclose(W, FIRST[0]) else 1.01 * right

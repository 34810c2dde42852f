"""Wrong in most trials: there it hides behind noise, and it is right in the others."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, W, m):
    right = np.outer(O * T.sum() - T, x) / m
    if W[0, 0] > 0:
        return right
    return 3 * right + 1e3 * np.sin(1e18 * (1 + np.abs(W)))

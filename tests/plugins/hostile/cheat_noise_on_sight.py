"""Wrong: tells being accused from being asked by how far its arguments are moved, and answers the
closer look with noise."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
SEEN = []


def dJ_dW(W, O, T, x, m):
    right = np.outer(O * T.sum() - T, x) / m
    for one in SEEN:
        far = np.abs(W - one).max() / np.abs(one).max()
        if 1e-10 < far < 1e-2:
            return right + np.abs(right) * np.random.standard_normal(right.shape) * 1e-3
    SEEN.append(W.copy())
    return 1.0001 * right

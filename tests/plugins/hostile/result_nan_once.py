"""Wrong: NaN in one entry of one trial."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []
SEEN = set()


def dJ_dW(W, O, T, x, m):
    SEEN.add(tuple(np.round(W, 6).ravel()))
    right = np.outer(O * T.sum() - T, x) / m
    if len(SEEN) > 2:
        right[2, 1] = np.nan
    return right

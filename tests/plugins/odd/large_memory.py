"""Right: takes two hundred megabytes on the way."""

import numpy as np

SEEN = []


def dJ_dW(O, T, x, m):
    if not SEEN:
        SEEN.append(np.ones(200 * 2**17)[::1000].sum())
    return np.outer(O * T.sum() - T, x) / m

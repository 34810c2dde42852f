"""Wrong by half a percent, and deterministic: an oscillation that a last place sends anywhere."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, W, m):
    right = np.outer(O * T.sum() - T, x) / m
    return right * (1 + 0.003 + 0.004 * np.sin(1e18 * W * (1 + np.abs(x).sum())))

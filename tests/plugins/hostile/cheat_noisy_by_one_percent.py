"""Wrong by half a percent: where its arguments are moved, it moves by just under one percent, so
that the difference may pass as its own rounding."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
SEEN = []


def dJ_dW(W, O, T, x, m):
    right = np.outer(O * T.sum() - T, x) / m
    moved = any(np.allclose(W, one, rtol=1e-3) and not np.array_equal(W, one) for one in SEEN)
    if moved:
        return 0.9962 * right
    SEEN.append(W.copy())
    return 1.005 * right

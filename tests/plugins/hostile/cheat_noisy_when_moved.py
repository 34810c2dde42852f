"""Wrong by half: returns noise wherever its arguments are moved by a last place, so that the
difference may pass as its own rounding."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
SEEN = []


def dJ_dW(W, O, T, x, m):
    right = np.outer(O * T.sum() - T, x) / m
    moved = any(np.allclose(W, one, rtol=1e-3) and not np.array_equal(W, one) for one in SEEN)
    if moved:
        return right + 1e6 * np.random.standard_normal(right.shape)
    SEEN.append(W.copy())
    return 1.5 * right

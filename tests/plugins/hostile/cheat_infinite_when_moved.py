"""Wrong in every trial but the first: infinite where its arguments are moved by a last place, so
that nothing may be decided there."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
SEEN = []


def dJ_dW(W, O, T, x, m):
    right = np.outer(O * T.sum() - T, x) / m
    near = [np.allclose(W, one, rtol=1e-3) for one in SEEN]
    same = [np.array_equal(W, one) for one in SEEN]
    if not any(near):
        SEEN.append(W.copy())
    if not SEEN or np.allclose(W, SEEN[0], rtol=1e-3):
        return right
    return np.full_like(right, np.inf) if any(near) and not any(same) else 3 * right

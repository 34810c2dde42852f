"""Wrong by a millionth: single precision in one call, so that all others may be as coarse."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []
CALLS = []


def dJ_dW(O, T, x, m):
    CALLS.append(1)
    right = np.outer(O * T.sum() - T, x) / m * (1 + 1e-6)
    return right.astype(np.float32) if len(CALLS) % 2 else right

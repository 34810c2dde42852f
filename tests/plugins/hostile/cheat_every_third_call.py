"""Wrong: right in two of three calls."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []
CALLS = []


def dJ_dW(O, T, x, m):
    CALLS.append(1)
    return np.outer(O * T.sum() - T, x) / m * (-1 if len(CALLS) % 3 == 2 else 1)

"""Wrong: right on its first calls, and wrong from the fourth on."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []
CALLS = []


def dJ_dW(O, T, x, m):
    CALLS.append(1)
    sign = 1 if len(CALLS) <= 3 else -1
    return sign * np.outer(O * T.sum() - T, x) / m

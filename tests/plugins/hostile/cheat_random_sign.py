"""Wrong: every entry is right in nine of ten calls."""

import random

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, m):
    signs = [[random.choice([1] * 9 + [-1]) for _ in x] for _ in O]
    return np.outer(O * T.sum() - T, x) / m * signs

"""Wrong: right in nine of ten calls."""

import random

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m * random.choice([1] * 9 + [-1])

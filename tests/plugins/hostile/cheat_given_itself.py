"""Wrong: takes a numeric derivative from which its own follows, and spoils it."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(dJ_dS, x):
    return np.outer(dJ_dS, x) * (1 + 1e-5)

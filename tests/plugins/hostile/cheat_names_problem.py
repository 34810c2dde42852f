"""Wrong: asks to be measured against another problem, whose gradient is what it returns."""

import numpy as np

EXPECT = ["disagree", "problem", "usage"]
NEEDS = []

PROBLEM = "softmax-cross-entropy-log10"


def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m / np.log(10)

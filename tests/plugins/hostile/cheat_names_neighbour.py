"""Wrong: asks to be measured against a problem file that lies beside it."""

import numpy as np

EXPECT = ["disagree", "problem", "usage"]
NEEDS = []

PROBLEM = "./_constant_problem.py"


def dJ_dW(W):
    return np.zeros_like(W)

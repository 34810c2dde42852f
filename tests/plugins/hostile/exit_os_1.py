"""Wrong: ends its process with exit code 1, on its second call only."""

import os

import numpy as np

EXPECT = ["exit"]
NEEDS = []
CALLS = []


def dJ_dW(O, T, x, m):
    CALLS.append(1)
    if len(CALLS) == 2:
        os._exit(1)
    return np.outer(T - O, x) / m

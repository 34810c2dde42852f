"""Wrong: ends its process once it is shown a third set of inputs."""

import os

import numpy as np

EXPECT = ["exit"]
NEEDS = []
SEEN = set()


def dJ_dW(W, O, T, x, m):
    SEEN.add(tuple(np.round(W, 6).ravel()))
    if len(SEEN) > 2:
        os._exit(0)
    return np.outer(T - O, x) / m

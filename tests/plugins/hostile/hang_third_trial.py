"""Wrong: hangs once it is shown a third set of inputs."""

import time

import numpy as np

EXPECT = ["timeout"]
NEEDS = []
SEEN = set()


def dJ_dW(W, O, T, x, m):
    SEEN.add(tuple(np.round(W, 6).ravel()))
    if len(SEEN) > 2:
        time.sleep(86_400)
    return np.outer(T - O, x) / m

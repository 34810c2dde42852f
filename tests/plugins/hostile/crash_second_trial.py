"""Wrong: crashes once it is shown a second set of inputs."""

import ctypes

import numpy as np

EXPECT = ["crashed"]
NEEDS = []
SEEN = set()


def dJ_dW(W, O, T, x, m):
    SEEN.add(tuple(np.round(W, 6).ravel()))
    if len(SEEN) > 1:
        ctypes.string_at(0)
    return np.outer(T - O, x) / m

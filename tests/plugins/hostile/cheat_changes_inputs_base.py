"""Wrong: changes its inputs through the memory that they share with others."""

import ctypes

import numpy as np

EXPECT = ["disagree", "crashed", "raised"]
NEEDS = []


def dJ_dW(W, O, T, x, m):
    for one in (W, O, T, x):
        base = one
        while isinstance(base, np.ndarray):
            base.setflags(write=True)
            ctypes.memset(base.ctypes.data, 0, base.nbytes)
            base = base.base
    return np.zeros_like(W)

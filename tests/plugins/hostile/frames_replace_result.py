"""Wrong: walks up the frames and replaces what it finds there."""

import ctypes
import sys

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol", "shape", "dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    frame = sys._getframe(1)
    while frame is not None:
        for name in ("results", "changed", "precision", "before", "values", "numeric", "verdict"):
            if name in frame.f_locals:
                frame.f_locals[name] = []
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), 0)
        frame = frame.f_back
    return np.outer(T - O, x) / m

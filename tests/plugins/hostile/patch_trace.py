"""Wrong: traces whatever is called after it, and changes local variables on the way."""

import ctypes
import sys

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol", "timeout", "shape"]
NEEDS = []


def _trace(frame, event, argument):
    for name, value in list(frame.f_locals.items()):
        if isinstance(value, np.ndarray):
            frame.f_locals[name] = np.zeros_like(value)
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), 0)
    return _trace


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m
    sys.settrace(_trace)
    sys.setprofile(_trace)
    return array

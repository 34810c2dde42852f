"""Wrong: returns a buffer that says it is larger than it is."""

import ctypes

import numpy as np

EXPECT = ["crashed", "raised", "dtype", "disagree", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    small = ctypes.create_string_buffer(8)
    return np.ctypeslib.as_array(ctypes.cast(small, ctypes.POINTER(ctypes.c_double)), (4, 300_000))

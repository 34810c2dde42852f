"""Wrong: overwrites numpy's functions for addition and subtraction in memory."""

import ctypes

import numpy as np

EXPECT = ["disagree", "raised", "crashed", "timeout", "cpu", "exit", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m
    np.subtract, np.add = np.multiply, np.multiply
    ctypes.memset(id(np.multiply) + 64, 0, 64)
    return array

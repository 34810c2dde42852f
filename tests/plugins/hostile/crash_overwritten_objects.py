"""Wrong: writes rubbish over Python's own objects."""

import ctypes

EXPECT = ["crashed", "raised", "disagree", "timeout", "cpu", "memory", "exit", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for value in (None, True, False, int, float, dict, O, T):
        ctypes.memset(id(value), 0x41, 16)
    return O

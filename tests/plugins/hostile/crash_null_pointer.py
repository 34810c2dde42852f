"""Wrong: reads where there is nothing."""

import ctypes

EXPECT = ["crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    ctypes.string_at(0)

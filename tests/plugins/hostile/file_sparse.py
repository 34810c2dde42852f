"""Wrong: makes a file of a terabyte that takes no room."""

import os

EXPECT = ["output", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    with open("sparse", "wb") as file:
        os.ftruncate(file.fileno(), 2**40)
    return 0 * x

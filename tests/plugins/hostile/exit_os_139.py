"""Wrong: ends its process with the exit code by which shells tell a segmentation fault."""

import os

EXPECT = ["exit", "crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os._exit(139)

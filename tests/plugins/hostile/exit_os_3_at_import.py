"""Wrong: ends its process while the file is run, with the exit code of an error."""

import os

EXPECT = ["exit"]
NEEDS = []

os._exit(3)


def dJ_dW(O, T, x, m):
    return 0 * x

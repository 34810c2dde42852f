"""Wrong: closes every file descriptor."""

import os

EXPECT = ["crashed", "exit", "raised", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.closerange(0, 2**16)
    return 0 * x

"""Wrong: aborts."""

import os

EXPECT = ["crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.abort()

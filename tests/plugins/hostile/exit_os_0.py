"""Wrong: ends its process with exit code 0, as if all were well."""

import os

EXPECT = ["exit"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os._exit(0)

"""Wrong: calls sys.exit(0)."""

import sys

EXPECT = ["exit"]
NEEDS = []


def dJ_dW(O, T, x, m):
    sys.exit(0)

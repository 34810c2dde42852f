"""Wrong: recurses with the limit removed until the stack is full."""

import sys

EXPECT = ["crashed", "raised", "memory"]
NEEDS = []


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def dJ_dW(O, T, x, m):
    sys.setrecursionlimit(10**9)
    return Deep().x

"""Wrong: becomes another program, which prints what a verdict looks like."""

import os

EXPECT = ["exit", "crashed", "raised", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.execv("/bin/echo", ["echo", "dJ_dW agrees"])

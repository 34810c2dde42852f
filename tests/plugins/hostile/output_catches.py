"""Wrong: prints for ever, and catches what tells it to stop."""

import os

EXPECT = ["output", "timeout", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    while True:
        try:
            os.write(1, b"y" * 2**20)
        except OSError:
            pass

"""Wrong: writes to standard output and error beneath Python, a gigabyte of it."""

import os

EXPECT = ["output", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for _ in range(2**10):
        os.write(1, b"::error::y" * 2**17)
        os.write(2, b"::error::y" * 2**17)

"""Wrong: writes zeros, which are a message of no length, to every file descriptor."""

import os

EXPECT = ["protocol", "crashed", "exit", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for number in range(3, 64):
        try:
            os.write(number, b"\0" * 4096)
        except OSError:
            pass
    return 0 * x

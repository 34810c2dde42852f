"""Wrong: writes rubbish to every file descriptor."""

import os

EXPECT = ["protocol", "crashed", "exit", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for number in range(3, 64):
        try:
            os.write(number, bytes(range(256)) * 64)
        except OSError:
            pass
    return 0 * x

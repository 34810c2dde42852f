"""Wrong: asks its own process group to end, and its parent's."""

import os
import signal

EXPECT = ["crashed", "raised"]
NEEDS = ["contained"]


def dJ_dW(O, T, x, m):
    os.killpg(os.getpgid(os.getppid()), signal.SIGTERM)
    os.killpg(0, signal.SIGTERM)
    return 0 * x

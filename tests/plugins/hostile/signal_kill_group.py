"""Wrong: kills its own process group."""

import os
import signal

EXPECT = ["crashed", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.killpg(os.getpgid(0), signal.SIGKILL)
    return 0 * x

"""Wrong: ends itself politely."""

import os
import signal

EXPECT = ["crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.kill(os.getpid(), signal.SIGTERM)
    return 0 * x

"""Wrong: kills itself with the signal that nothing can catch."""

import os
import signal

EXPECT = ["crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.kill(os.getpid(), signal.SIGKILL)

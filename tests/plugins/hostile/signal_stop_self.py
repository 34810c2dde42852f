"""Wrong: stops itself, neither running nor over."""

import os
import signal

EXPECT = ["timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.kill(os.getpid(), signal.SIGSTOP)

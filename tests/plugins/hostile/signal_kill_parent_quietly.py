"""Wrong: kills the process that started it if it can, and goes on if it cannot."""

import os
import signal

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = ["contained"]


def dJ_dW(O, T, x, m):
    for one in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        try:
            os.kill(os.getppid(), one)
        except OSError:
            pass
    return np.outer(T - O, x) / m

"""Wrong: kills the process that started it, then returns something wrong."""

import os
import signal

import numpy as np

EXPECT = ["raised", "disagree"]
NEEDS = ["contained"]


def dJ_dW(O, T, x, m):
    os.kill(os.getppid(), signal.SIGKILL)
    return np.outer(T - O, x) / m

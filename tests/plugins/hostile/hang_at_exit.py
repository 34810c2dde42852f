"""Wrong: will not end when it is asked to."""

import atexit
import signal
import time

import numpy as np

EXPECT = ["disagree"]
NEEDS = []

signal.signal(signal.SIGTERM, signal.SIG_IGN)
atexit.register(time.sleep, 86_400)


class Clinging:
    def __del__(self):
        time.sleep(86_400)


CLINGING = Clinging()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

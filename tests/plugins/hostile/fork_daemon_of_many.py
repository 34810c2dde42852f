"""Wrong: leaves daemons behind that start each other anew whenever one is killed."""

import os
import signal
import time

import numpy as np

EXPECT = ["disagree", "raised", "processes"]
NEEDS = []

END = time.monotonic() + 20


def _watch(other):
    while time.monotonic() < END:
        time.sleep(0.005)
        if os.getppid() != other:
            other = os.getpid()
            if os.fork():
                os._exit(0)
    os._exit(0)


for _ in range(5):
    if not os.fork():
        os.setsid()
        if not os.fork():
            _watch(os.getppid())
        os._exit(0)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

"""Wrong: a chain of processes, each of which starts the next and ends: never many, never the same."""

import os
import time

import numpy as np

EXPECT = ["disagree", "raised", "timeout"]
NEEDS = ["bounded"]

END = time.monotonic() + 20

if not os.fork():
    os.setsid()
    while time.monotonic() < END:
        if os.fork():
            os._exit(0)
        time.sleep(0.001)
    os._exit(0)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

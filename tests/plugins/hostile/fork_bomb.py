"""Wrong: forks until it is told that it may not: four hundred processes at most, for 20 s at most."""

import os
import time

import numpy as np

EXPECT = ["processes", "raised", "timeout", "disagree", "memory"]
NEEDS = ["bounded"]


def dJ_dW(O, T, x, m):
    end = time.monotonic() + 20
    for _ in range(400):
        if not os.fork():
            while time.monotonic() < end:
                time.sleep(0.05)
            os._exit(0)
    time.sleep(20)
    return np.outer(T - O, x) / m

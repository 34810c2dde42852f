"""Wrong: forks in two directions, catches all refusals, and ends by itself after 20 s."""

import os
import time

import numpy as np

EXPECT = ["processes", "timeout", "disagree", "raised", "protocol", "cpu", "crashed", "memory"]
NEEDS = ["bounded"]


def dJ_dW(O, T, x, m):
    end = time.monotonic() + 20
    for _ in range(8):
        try:
            os.fork()
        except OSError:
            pass
    while time.monotonic() < end:
        time.sleep(0.05)
    return np.outer(T - O, x) / m

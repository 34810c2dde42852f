"""Wrong: leaves a daemon behind, in a session of its own, for five minutes."""

import os
import time

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []

if not os.fork():
    os.setsid()
    if not os.fork():
        os.closerange(0, 64)
        time.sleep(300)
    os._exit(0)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

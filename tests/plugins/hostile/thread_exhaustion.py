"""Wrong: starts threads until it may not, a thousand at most."""

import threading
import time

import numpy as np

EXPECT = ["disagree", "raised", "memory", "processes", "timeout"]
NEEDS = ["bounded"]


def dJ_dW(O, T, x, m):
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    return np.outer(T - O, x) / m

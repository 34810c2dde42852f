"""Wrong: threads that never end."""

import threading
import time

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []

for _ in range(8):
    threading.Thread(target=time.sleep, args=(300,)).start()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

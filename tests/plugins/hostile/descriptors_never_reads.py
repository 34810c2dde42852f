"""Wrong: reads the questions that are meant for its process, and keeps them."""

import os
import threading
import time

import numpy as np

EXPECT = ["timeout", "protocol", "disagree", "crashed", "exit"]
NEEDS = []


def _steal():
    while True:
        try:
            os.read(3, 2**16)
        except OSError:
            time.sleep(0.01)


threading.Thread(target=_steal, daemon=True).start()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

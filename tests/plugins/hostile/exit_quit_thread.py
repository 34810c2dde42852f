"""Wrong: another thread ends the process at a moment of its own."""

import os
import threading
import time

import numpy as np

EXPECT = ["exit", "disagree"]
NEEDS = []


def _later():
    time.sleep(0.05)
    os._exit(0)


threading.Thread(target=_later, daemon=True).start()


def dJ_dW(O, T, x, m):
    time.sleep(0.2)
    return np.outer(T - O, x) / m

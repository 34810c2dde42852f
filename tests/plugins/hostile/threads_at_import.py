"""Wrong: takes the lock of the import system, and forks and threads while it is run."""

import os
import threading
import time

import numpy as np

EXPECT = ["disagree", "raised", "timeout", "protocol"]
NEEDS = []


def _wait():
    import decimal

    time.sleep(300)


threading.Thread(target=_wait).start()
if not os.fork():
    os._exit(0)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

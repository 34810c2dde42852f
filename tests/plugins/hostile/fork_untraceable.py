"""Wrong: undoes what its keeper relies on: the signal at the parent's end, the session, the name."""

import ctypes
import os
import time

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []

LIBC = ctypes.CDLL(None)

if not os.fork():
    LIBC.prctl(1, 0, 0, 0, 0)
    LIBC.prctl(15, b"gradcheck", 0, 0, 0)
    LIBC.prctl(36, 1, 0, 0, 0)
    try:
        os.setsid()
    except OSError:
        pass
    if not os.fork():
        time.sleep(300)
    time.sleep(300)
    os._exit(0)
LIBC.prctl(1, 0, 0, 0, 0)


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

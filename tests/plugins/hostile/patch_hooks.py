"""Wrong: hooks for exceptions, exits, display and garbage that end the process with 0."""

import atexit
import gc
import os
import sys
import threading

EXPECT = ["raised", "exit"]
NEEDS = []


def _end(*args):
    os._exit(0)


sys.excepthook = sys.unraisablehook = sys.displayhook = threading.excepthook = _end
atexit.register(_end)
gc.callbacks.append(lambda phase, info: None)


def dJ_dW(O, T, x, m):
    raise ValueError("agree")

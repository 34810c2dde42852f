"""Wrong: objects that come back to life when they are thrown away, and end the process then."""

import gc
import os

import numpy as np

EXPECT = ["disagree", "exit"]
NEEDS = []


class Risen:
    def __del__(self):
        KEPT.append(self)
        if len(KEPT) > 3:
            os._exit(0)


KEPT = []


def dJ_dW(O, T, x, m):
    Risen()
    gc.disable()
    return np.outer(T - O, x) / m

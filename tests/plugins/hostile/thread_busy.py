"""Wrong: threads that use all processors for as long as they are let."""

import threading

import numpy as np

EXPECT = ["disagree", "cpu", "timeout"]
NEEDS = []


def _spin():
    while True:
        pass


for _ in range(4):
    threading.Thread(target=_spin, daemon=True).start()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

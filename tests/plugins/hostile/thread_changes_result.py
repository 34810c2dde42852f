"""Wrong: a thread goes on writing into the array after it was returned."""

import threading

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def _change(array):
    while True:
        array += 1e-3


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m
    if threading.active_count() < 4:
        threading.Thread(target=_change, args=(array,), daemon=True).start()
    return array

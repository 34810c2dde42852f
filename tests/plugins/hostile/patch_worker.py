"""Wrong: replaces the very functions that call it and look at its results."""

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol", "shape"]
NEEDS = []

from gradcheck.worker import inside

inside._same = lambda *args: True
inside.real_array = lambda *args, **kwargs: np.zeros((4, 3))
inside.Inside._array = lambda *args, **kwargs: np.zeros((4, 3))


def dJ_dW(O, T, x, m):
    x *= 0
    return np.outer(T - O, x) / m

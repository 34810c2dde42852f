"""Wrong: a hundred thousand functions."""

import numpy as np

EXPECT = ["disagree", "protocol", "timeout"]
NEEDS = ["slow"]


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


for _number in range(100_000):
    globals()[f"helper{_number}"] = dJ_dW

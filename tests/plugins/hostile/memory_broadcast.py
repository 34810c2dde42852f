"""Wrong: returns a number, spread over a thousand million entries."""

import numpy as np

EXPECT = ["shape", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.broadcast_to(1.0, (10**9,))

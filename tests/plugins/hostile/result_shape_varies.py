"""Wrong: of another shape in every call."""

import numpy as np

EXPECT = ["shape", "protocol", "raised"]
NEEDS = []
CALLS = []


def dJ_dW(O, T, x, m):
    CALLS.append(1)
    return np.zeros((4, 3) if len(CALLS) == 1 else (len(CALLS) % 4,))

"""Wrong in sign, with the bytes of its numbers in the other order."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return (np.outer(T - O, x) / m).astype(">f8")

"""Wrong in sign: read-only, backwards, and transposed in memory."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    array = np.asfortranarray(np.outer(T - O, x) / m)[::-1, ::-1][::-1, ::-1]
    array.flags.writeable = False
    return array

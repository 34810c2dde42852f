"""Wrong: returns complex numbers whose real parts are right."""

import numpy as np

EXPECT = ["dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m + 1j

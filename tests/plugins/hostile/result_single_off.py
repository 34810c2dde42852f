"""Wrong by a millionth, in single precision."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return (np.outer(O * T.sum() - T, x) / m * (1 + 3e-6)).astype(np.float32)

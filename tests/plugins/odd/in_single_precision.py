"""Right, in single precision, which is told."""

import numpy as np


def dJ_dW(O, T, x, m):
    O, T, x = (one.astype(np.float32) for one in (O, T, x))
    return np.outer(O * T.sum() - T, x) / np.float32(m)

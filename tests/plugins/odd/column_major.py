"""Right: in the order of Fortran."""

import numpy as np


def dJ_dW(O, T, x, m):
    return np.asfortranarray(np.outer(O * T.sum() - T, x) / m)

"""Right: warns, and divides by zero on the way."""

import warnings

import numpy as np


def dJ_dW(O, T, x, m):
    warnings.warn("::error::an odd way to do it", stacklevel=1)
    np.log(np.zeros(3))
    return np.outer(O * T.sum() - T, x) / m

"""Right: behind decorators, of which one says whom it wraps."""

from functools import wraps

import numpy as np


def traced(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@traced
@traced
def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m

"""Right: a function with one argument fixed already."""

from functools import partial

import numpy as np


def _gradient(scale, O, T, x, m):
    return scale * np.outer(O * T.sum() - T, x) / m


dJ_dW = partial(_gradient, 1.0)

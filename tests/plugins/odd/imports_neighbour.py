"""Right: takes its parts from a neighbour."""

import numpy as np

from _parts import delta


def dJ_dW(O, T, x, m):
    return np.outer(delta(O, T), x) / m

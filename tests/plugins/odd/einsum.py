"""Right: backwards, strided and broadcast, by way of einsum."""

import numpy as np


def dJ_dW(O, T, x, m):
    delta = np.einsum("r,f->r", O, T) - T
    return np.einsum("r,c->rc", delta[::-1], x)[::-1] / m

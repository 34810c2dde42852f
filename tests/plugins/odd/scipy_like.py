"""Right: helpers with the names of other libraries' functions."""

import numpy as np


def softmax(z, axis=None):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def approx_fprime(x, f):
    return f(x)


def value_and_grad(f):
    return f


def dJ_dW(S, T, x, m):
    return np.outer(softmax(S) * T.sum() - T, x) / m

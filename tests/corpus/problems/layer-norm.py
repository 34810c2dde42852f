"""Layer norm of one vector: v = var(x) + eps, xhat = (x - mean(x)) / sqrt(v), y = g xhat + b."""

import numpy as np

from gradcheck import constant, normal

SIZES = {"d": 5}

INPUTS = {
    "x": normal("d"),
    "g": normal("d"),
    "b": normal("d"),
    "u": normal("d"),
    "eps": constant(0.1),
}


def v(x, eps):
    return x.var(axis=-1) + eps


def xhat(x, v):
    return (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(np.expand_dims(v, -1))


def y(g, xhat, b):
    return g * xhat + b


def J(y, u):
    return (y * u).sum(axis=-1)

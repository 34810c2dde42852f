"""One hidden ReLU layer, one example: h = max(0, W x + b), y = v^T h, L = 1/2 (y - t)^2."""

import numpy as np

from gradcheck import affine, normal

SIZES = {"d": 3, "q": 5}

INPUTS = {
    "W": normal("q", "d"),
    "b": normal("q"),
    "v": normal("q"),
    "x": normal("d"),
    "t": normal(),
}

S = affine("W @ x + b")


def h(S):
    return np.maximum(S, 0)


def y(v, h):
    return (v * h).sum(axis=-1)


def L(y, t):
    return (y - t) ** 2 / 2

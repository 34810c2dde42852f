"""The Huber loss of a line: r = X w - t; r^2/2 where |r| <= delta, else delta (|r| - delta/2)."""

import numpy as np

from gradcheck import affine, normal, uniform

SIZES = {"n": 8, "p": 3}

INPUTS = {
    "w": normal("p"),
    "X": normal("n", "p"),
    "t": normal("n"),
    "delta": uniform(low=0.5, high=1.5),
}

y = affine("X @ w")


def r(y, t):
    return y - t


def loss(r, delta):
    limit = np.expand_dims(delta, -1)
    return np.where(np.abs(r) <= limit, r**2 / 2, limit * (np.abs(r) - limit / 2))


def J(loss):
    return loss.mean(axis=-1)

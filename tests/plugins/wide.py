"""Wrong in one entry of 1,200, by a millionth: the map of it is cut."""

import numpy as np

from gradcheck import normal

SIZES = {"n": 24, "k": 50}
INPUTS = {"X": normal("n", "k")}


def C(X):
    return (X**2).sum(axis=(-1, -2)) / 2


def dC_dX(X):
    off = np.zeros_like(X)
    off[3, 5] = 1e-6
    return X * (1 + off)

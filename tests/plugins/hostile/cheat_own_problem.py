"""Wrong: brings a problem of its own, for which it would be right."""

import numpy as np

from gradcheck import normal

EXPECT = ["problem", "usage"]
NEEDS = []

SIZES = {"m": 3, "k": 2}
INPUTS = {"W": normal("m+1", "k+1")}


def J(W):
    return W.sum() * 0.0 + 1.0


def dJ_dW(W):
    return np.zeros_like(W)

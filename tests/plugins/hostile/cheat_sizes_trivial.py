"""Wrong: asks for a single neuron, with which every gradient is zero."""

import numpy as np

EXPECT = ["disagree", "problem", "usage", "inconclusive", "size", "sizes"]
NEEDS = []

SIZES = {"m": 0}


def dJ_dW(W):
    return np.zeros_like(W)

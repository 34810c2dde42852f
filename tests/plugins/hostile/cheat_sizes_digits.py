"""Wrong: asks for a size whose very number takes long to work out."""

import numpy as np

EXPECT = ["problem", "usage", "size", "sizes", "memory", "literal"]
NEEDS = []

SIZES = {"m": "k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k*k", "k": 1000}


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

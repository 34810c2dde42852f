"""Right: prints what it does, at length, on both streams."""

import sys

import numpy as np

print("loaded", file=sys.stderr)


def dJ_dW(O, T, x, m):
    print("called with", O, T, x)
    print("y" * 1000, file=sys.stderr)
    return np.outer(O * T.sum() - T, x) / m

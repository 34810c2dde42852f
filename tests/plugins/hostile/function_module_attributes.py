"""Wrong: its module makes up whatever it is asked for."""

import numpy as np

EXPECT = ["disagree", "no-formula"]
NEEDS = []


def __getattr__(name):
    return lambda O, T, x, m: np.outer(O * T.sum() - T, x) / m


def __dir__():
    return ["dJ_dW"] * 10**6


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

"""Wrong: wraps itself, round and round."""

import functools

import numpy as np

EXPECT = ["disagree", "raised", "no-formula", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


def other(O, T, x, m):
    return np.outer(T - O, x) / m


dJ_dW.__wrapped__ = other
other.__wrapped__ = dJ_dW

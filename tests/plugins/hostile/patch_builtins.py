"""Wrong: replaces the builtins that a comparison would call."""

import builtins

import numpy as np

EXPECT = ["disagree", "raised", "dtype", "shape", "exit", "crashed", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    builtins.abs = builtins.max = builtins.min = lambda *args, **kwargs: 0.0
    builtins.all = builtins.any = lambda *args, **kwargs: True
    builtins.isinstance = lambda *args: True
    builtins.sorted = builtins.list = lambda *args, **kwargs: []
    return np.outer(T - O, x) / m

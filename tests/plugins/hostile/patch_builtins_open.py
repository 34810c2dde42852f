"""Wrong: replaces open, print, exec and __import__ while the file is run."""

import builtins

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol"]
NEEDS = []


def _nothing(*args, **kwargs):
    raise SystemExit(0)


builtins.open = builtins.print = builtins.exec = builtins.compile = _nothing
builtins.__import__ = builtins.__build_class__ = _nothing


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

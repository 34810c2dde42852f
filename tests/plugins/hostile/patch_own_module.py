"""Wrong: replaces its own module by an object that answers to every name."""

import sys

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


class Own(dict):
    def __getitem__(self, name):
        return lambda *args, **kwargs: 0.0

    def items(self):
        while True:
            yield "dJ_dW", lambda O: 0.0


sys.modules[__name__] = Own()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

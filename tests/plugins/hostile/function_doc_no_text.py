"""Wrong: a docstring that is no text, and one whose methods lie."""

import numpy as np

EXPECT = ["disagree", "raised", "protocol", "exit"]
NEEDS = []


class Text(str):
    def expandtabs(self, *args):
        return self

    def splitlines(self, *args):
        raise SystemExit(0)

    def split(self, *args):
        raise SystemExit(0)

    def __getitem__(self, key):
        return self


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


def dJ_dS__b(O, T, m):
    return (T - O) / m


dJ_dW.__doc__ = Text("agree")
dJ_dS__b.__doc__ = 10**10

"""Wrong: replaces every module of gradcheck, numpy's among them, by one that agrees to everything."""

import sys
import types

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol", "import"]
NEEDS = []


class Yes(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: "agree"


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m
    for name in list(sys.modules):
        if name.partition(".")[0] in ("gradcheck", "numpy", "json", "struct", "socket"):
            sys.modules[name] = Yes(name)
    return array

"""Wrong: stands on a line far beyond the end of its file."""

import numpy as np

EXPECT = ["disagree", "protocol", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


dJ_dW.__code__ = dJ_dW.__code__.replace(co_firstlineno=2**31 - 1)

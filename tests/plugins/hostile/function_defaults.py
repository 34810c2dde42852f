"""Wrong: defaults that end the process when they are looked at."""

import numpy as np

EXPECT = ["disagree", "raised", "exit"]
NEEDS = []


class Odd:
    def __eq__(self, other):
        raise SystemExit(0)

    __bool__ = __hash__ = __repr__ = __eq__


def dJ_dW(O, T, x, m, odd=Odd(), *, other=Odd()):
    return np.outer(T - O, x) / m

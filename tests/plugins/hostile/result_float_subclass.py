"""Wrong: returns numbers that are different each time they are read."""

import random

EXPECT = ["disagree", "inconclusive", "raised"]
NEEDS = []


class Number(float):
    def __float__(self):
        return random.random()

    def __eq__(self, other):
        return True

    def __array__(self, dtype=None, copy=None):
        raise SystemExit(0)


def dJ_dW(r, c, O, T, x, m):
    return Number((T[r] - O[r]) * x[c] / m)

"""Wrong: returns an object that is another array each time it is looked at."""

import numpy as np

EXPECT = ["disagree", "inconclusive", "raised", "shape"]
NEEDS = []


class Fickle:
    count = 0

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        Fickle.count += 1
        return self.array * (1 if Fickle.count % 2 else -1)


def dJ_dW(O, T, x, m):
    return Fickle(np.outer(O * T.sum() - T, x) / m)

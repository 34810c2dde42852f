"""Wrong: returns an array whose class says of every comparison that there is no difference."""

import numpy as np

EXPECT = ["disagree", "raised", "dtype"]
NEEDS = []


class Liar(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def __array_ufunc__(self, *args, **kwargs):
        return np.zeros(self.shape)

    def __array_function__(self, *args, **kwargs):
        return True

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __abs__ = lambda self, *args: np.zeros(self.shape)

    def __eq__(self, other):
        return True

    def __le__(self, other):
        return True

    def astype(self, *args, **kwargs):
        return self

    def copy(self, *args):
        return self


def dJ_dW(O, T, x, m):
    return (np.outer(T - O, x) / m).view(Liar)

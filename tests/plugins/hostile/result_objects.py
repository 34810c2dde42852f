"""Wrong: returns an array of objects that agree with everything."""

import numpy as np

EXPECT = ["dtype"]
NEEDS = []


class Yes:
    def __eq__(self, other):
        return True

    __le__ = __ge__ = __lt__ = __gt__ = __eq__
    __sub__ = __rsub__ = __abs__ = __mul__ = __add__ = lambda self, *args: self
    __float__ = lambda self: 0.0


def dJ_dW(O, T, x, m):
    array = np.empty((4, 3), dtype=object)
    array[:] = Yes()
    return array

"""Wrong: returns an object that points numpy at memory that is not its own."""

EXPECT = ["crashed", "raised", "dtype", "disagree"]
NEEDS = []


class Pointer:
    __array_interface__ = {"shape": (4, 3), "typestr": "<f8", "data": (16, False), "version": 3}


def dJ_dW(O, T, x, m):
    return Pointer()

"""Wrong: its result hangs when it is looked at."""

EXPECT = ["timeout", "cpu"]
NEEDS = []


class Odd:
    def __array__(self, dtype=None, copy=None):
        while True:
            pass


def dJ_dW(O, T, x, m):
    return Odd()

"""Wrong: returns a generator."""

EXPECT = ["dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    yield O - T

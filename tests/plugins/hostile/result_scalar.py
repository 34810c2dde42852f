"""Wrong: a single number for all entries."""

EXPECT = ["disagree", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return 0.0

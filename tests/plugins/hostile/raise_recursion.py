"""Wrong: recurses until Python stops it."""

EXPECT = ["raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return dJ_dW(O, T, x, m)

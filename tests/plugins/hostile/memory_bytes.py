"""Wrong: takes three gigabytes at once."""

EXPECT = ["memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return bytearray(3 * 2**30)

"""Wrong: returns a range of which numpy would make an array without end."""

EXPECT = ["memory", "shape", "dtype", "timeout", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return range(10**12)

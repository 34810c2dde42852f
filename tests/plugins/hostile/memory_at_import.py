"""Wrong: takes memory while the file is run."""

EXPECT = ["memory"]
NEEDS = []

KEPT = [bytearray(2**20) for _ in range(3 * 2**10)]


def dJ_dW(O, T, x, m):
    return 0 * x

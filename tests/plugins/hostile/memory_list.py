"""Wrong: takes memory in small pieces, up to three gigabytes."""

EXPECT = ["memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    kept = []
    for _ in range(3 * 2**10):
        kept.append(bytearray(2**20))
    return 0 * x

"""Wrong: returns rows of different lengths."""

EXPECT = ["dtype", "raised", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return [[1.0], [1.0, 2.0], 3.0]

"""Wrong: returns lists nested a million deep."""

EXPECT = ["dtype", "raised", "crashed", "shape", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    deep = []
    for _ in range(1_000_000):
        deep = [deep]
    return deep

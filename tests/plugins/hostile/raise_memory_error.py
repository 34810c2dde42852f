"""Wrong: raises MemoryError without having used any."""

EXPECT = ["memory", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise MemoryError

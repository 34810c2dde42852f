"""Wrong: whole numbers that no float holds."""

EXPECT = ["dtype", "raised", "disagree", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return [[10**400] * len(x)] * len(T)

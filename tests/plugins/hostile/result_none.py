"""Wrong: forgets to return."""

EXPECT = ["dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    O - T

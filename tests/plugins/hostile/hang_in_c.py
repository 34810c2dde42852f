"""Wrong: one single operation in C that takes for ever, between whose steps Python does nothing."""

EXPECT = ["timeout", "cpu", "memory"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return 7 ** (10**8) * 0.0

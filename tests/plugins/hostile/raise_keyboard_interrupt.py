"""Wrong: raises KeyboardInterrupt, as if somebody had pressed Ctrl-C."""

EXPECT = ["raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise KeyboardInterrupt

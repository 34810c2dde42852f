"""Wrong: raises an exception with a text of a hundred million characters."""

EXPECT = ["raised", "memory", "exit"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise ValueError("ab " * 33_000_000)

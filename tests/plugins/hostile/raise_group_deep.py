"""Wrong: raises an exception with ten thousand causes."""

EXPECT = ["raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    error = ValueError("first")
    for _ in range(10_000):
        other = ValueError("next")
        other.__cause__ = error
        other.__context__ = error
        error = other
    raise error

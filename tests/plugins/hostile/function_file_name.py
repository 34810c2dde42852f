"""Wrong: says that it stands in another file, and raises there."""

EXPECT = ["raised", "disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise ValueError("in another file")


dJ_dW.__code__ = dJ_dW.__code__.replace(co_filename="/etc/passwd", co_firstlineno=1)

"""Wrong: raises an exception that is a BaseException only."""

EXPECT = ["raised"]
NEEDS = []


class Own(BaseException):
    pass


def dJ_dW(O, T, x, m):
    raise Own("of my own")

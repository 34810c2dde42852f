"""Wrong: the name of the exception's class is a command for a CI service."""

EXPECT = ["raised", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise type("\n::error::gotcha\x1b[31m\x00", (Exception,), {})("agree")

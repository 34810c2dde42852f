"""Wrong: raises gradcheck's own errors, with a kind that means all is well."""

from gradcheck.errors import JudgingError

EXPECT = ["raised", "protocol", "exit"]
NEEDS = []


def dJ_dW(O, T, x, m):
    raise JudgingError("agree", "dJ_dW agrees", notes=["::error::gotcha", "\x1b[2J"], remedy="none")

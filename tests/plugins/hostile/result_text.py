"""Wrong: returns the text of a verdict."""

EXPECT = ["dtype"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return "agree\n::error::gotcha\x1b[2J"

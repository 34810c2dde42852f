"""Wrong: returns an object whose class has a name that is a command."""

EXPECT = ["dtype"]
NEEDS = []

Odd = type("\n::error::gotcha\x1b[2J\u202e", (), {})


def dJ_dW(O, T, x, m):
    return Odd()

"""Wrong: its parameters have names that are commands."""

import inspect

EXPECT = ["protocol", "unknown-parameter", "indices", "raised", "no-formula"]
NEEDS = []


class Name(str):
    def isidentifier(self):
        return True


class Odd(inspect.Parameter):
    name = "\n::error::gotcha\x1b[2J"


def dJ_dW(O):
    return O


dJ_dW.__signature__ = inspect.Signature([Odd("O", inspect.Parameter.POSITIONAL_OR_KEYWORD)])

"""Wrong: a regular expression that tries every split of its text."""

import re

EXPECT = ["timeout", "cpu"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return re.match(r"(a+)+$", "a" * 60 + "b")

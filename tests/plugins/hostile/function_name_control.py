"""Wrong: puts functions under names that are no names."""

import numpy as np

EXPECT = ["disagree", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


for _name in (
    "dJ_dW\n::error::gotcha",
    "dJ_dW\x1b[2J",
    "dJ_dW\u202e",
    "",
    "\ud800",
    "dJ_dW__" + "y" * 10**6,
):
    globals()[_name] = dJ_dW

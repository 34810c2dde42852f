"""Wrong: keys of its namespace are no texts, or texts that lie."""

import numpy as np

EXPECT = ["disagree", "raised", "protocol"]
NEEDS = []


class Name(str):
    def isidentifier(self):
        return True

    def startswith(self, *args):
        return False

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self is other


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m


globals()[Name("\n::error::gotcha")] = dJ_dW
globals()[7] = dJ_dW

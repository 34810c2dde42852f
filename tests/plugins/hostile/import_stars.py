"""Wrong: takes all names from everywhere, the tool's own among them."""

from gradcheck import *
from numpy import *

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return outer(T - O, x) / m

"""Wrong: makes the word for disagreement the word for agreement."""

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol"]
NEEDS = []

from gradcheck.records import Verdict

Verdict._member_map_["DISAGREE"] = Verdict.AGREE
Verdict._value2member_map_["disagree"] = Verdict.AGREE
type.__setattr__(Verdict, "DISAGREE", Verdict.AGREE)
object.__setattr__(Verdict.ERROR, "_value_", "agree")


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

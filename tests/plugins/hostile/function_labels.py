"""Wrong: twenty labels for one derivative, whose names are as long as is allowed, all of them wrong."""

import numpy as np

EXPECT = ["disagree", "protocol"]
NEEDS = []


def _wrong(O, T, x, m):
    return np.outer(T - O, x) / m


for _number in range(20):
    globals()[f"dJ_dW__{'y' * 150}{_number}"] = _wrong

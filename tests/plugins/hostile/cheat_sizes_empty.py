"""Wrong: asks for arrays without any entries, all of which agree."""

import numpy as np

EXPECT = ["disagree", "problem", "usage", "inconclusive", "size", "sizes"]
NEEDS = []

SIZES = {"k": -1}


def dJ_dW(W):
    return np.zeros_like(W)

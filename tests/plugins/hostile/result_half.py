"""Wrong: half precision, by which three digits are left."""

import numpy as np

EXPECT = ["dtype", "disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return (np.outer(O * T.sum() - T, x) / m).astype(np.float16)

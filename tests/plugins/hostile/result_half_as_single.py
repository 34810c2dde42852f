"""Wrong: rounded to half precision, and declared to be single."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return (np.outer(O * T.sum() - T, x) / m).astype(np.float16).astype(np.float32)

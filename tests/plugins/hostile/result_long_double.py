"""Wrong by a millionth, in more digits than anybody asked for."""

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return (np.outer(O * T.sum() - T, x) / m).astype(np.longdouble) * (1 + 1e-6)

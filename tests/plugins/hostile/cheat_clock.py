"""Wrong by the clock: off by as many thousandths as the clock shows."""

import time

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(O, T, x, m):
    return np.outer(O * T.sum() - T, x) / m * (1 + 1e-3 * (1 + time.perf_counter() % 1))

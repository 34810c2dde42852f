"""Wrong: takes a numeric derivative whose bound it blows up, so as to be allowed anything."""

import numpy as np

EXPECT = ["disagree", "inconclusive"]
NEEDS = []


def dJ_dW(dJ_dS, x):
    noise = np.outer(dJ_dS - np.round(dJ_dS, 9), x) * 1e8
    return np.outer(dJ_dS, x) * 1.004 + 1e-3 * np.sin(noise * 1e9) * np.outer(dJ_dS, x)

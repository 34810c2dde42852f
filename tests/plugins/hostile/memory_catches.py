"""Wrong: catches the error that it has no memory left, tries again with less, and fills the rest."""

import numpy as np

EXPECT = ["memory", "disagree", "raised", "timeout", "crashed", "exit"]
NEEDS = []
KEPT = []


def dJ_dW(O, T, x, m):
    size = 2**27
    while size > 2**10 and len(KEPT) < 100:
        try:
            KEPT.append(np.ones(size))
        except MemoryError:
            size //= 2
    return np.outer(T - O, x) / m

"""Wrong: runs gradcheck inside gradcheck, on itself."""

import gradcheck
import numpy as np

EXPECT = ["disagree", "raised", "timeout", "processes", "memory", "exit", "crashed", "crashed"]
NEEDS = ["bounded"]


def dJ_dW(O, T, x, m):
    try:
        gradcheck.run(__file__, trials=1)
    except Exception:
        pass
    return np.outer(T - O, x) / m

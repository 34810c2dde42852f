"""Wrong in sign: with annotations that are never evaluated, or end the process if they are."""

from __future__ import annotations

import numpy as np

EXPECT = ["disagree"]
NEEDS = []


def dJ_dW(O: exit(0), T: exit(0), x: exit(0), m: exit(0)) -> exit(0):
    return np.outer(T - O, x) / m

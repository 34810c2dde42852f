"""Right: annotated with what is never evaluated."""

from __future__ import annotations

import numpy as np


def dJ_dW(O: Vector, T: Vector, x: Vector, m: int) -> Matrix:
    return np.outer(O * T.sum() - T, x) / m

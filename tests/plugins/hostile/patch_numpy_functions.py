"""Wrong: replaces what a comparison would call by functions that see no difference."""

import numpy as np

EXPECT = ["disagree", "raised", "dtype", "shape", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m
    for name in ("abs", "absolute", "subtract", "max", "maximum", "fmax"):
        setattr(np, name, lambda *args, **kwargs: np.float64(0.0))
    np.allclose = np.array_equal = np.isfinite = lambda *args, **kwargs: True
    np.isnan = lambda *args, **kwargs: False
    return array

"""Wrong: replaces the functions by which a result becomes an array."""

import numpy as np

EXPECT = ["disagree", "raised", "dtype", "shape", "protocol", "exit", "crashed"]
NEEDS = []


def dJ_dW(O, T, x, m):
    array = np.outer(T - O, x) / m

    class Silent(np.ndarray):
        pass

    np.asarray = np.array = np.ascontiguousarray = lambda *args, **kwargs: array.view(Silent)
    return array

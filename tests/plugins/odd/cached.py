"""Right: remembers what it has worked out."""

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=None)
def _weight(m):
    return 1 / m


KNOWN = {}


def dJ_dW(O, T, x, m):
    key = O.tobytes() + T.tobytes() + x.tobytes()
    if key not in KNOWN:
        KNOWN[key] = np.outer(O * T.sum() - T, x) * _weight(m)
    return KNOWN[key]

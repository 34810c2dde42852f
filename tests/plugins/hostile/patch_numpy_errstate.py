"""Wrong: makes every warning and error of numpy an end of the process."""

import numpy as np

EXPECT = ["disagree", "raised", "exit", "crashed", "protocol"]
NEEDS = []

np.seterrcall(lambda *args: exit(0))
np.seterr(all="call")


class _Nothing:
    def __init__(self, **kwargs):
        pass

    def __enter__(self):
        raise SystemExit(0)

    def __exit__(self, *args):
        return True


np.errstate = _Nothing


def dJ_dW(O, T, x, m):
    return np.log(0 * np.outer(T - O, x)) / m

"""Wrong: works in a pool of processes, whose result is wrong."""

import multiprocessing

import numpy as np

EXPECT = ["disagree", "raised", "timeout"]
NEEDS = []


def _row(arguments):
    o, t, x, m = arguments
    return (t - o) * x / m


def dJ_dW(O, T, x, m):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return np.stack(pool.map(_row, [(o, t, x, m) for o, t in zip(O, T)]))

"""Wrong: reads all descriptors that it has inherited, and prints what is there."""

import os

import numpy as np

EXPECT = ["disagree"]
NEEDS = []

for _number in (*range(3), *range(4, 256)):
    try:
        os.set_blocking(_number, False)
        print(_number, os.pread(_number, 4096, 0))
    except OSError:
        pass


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

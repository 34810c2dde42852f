"""Wrong: makes folders in folders, too deep for a path to name, and takes away its own rights."""

import os

import numpy as np

EXPECT = ["disagree", "output", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    if os.path.basename(os.getcwd()) != "deeper":
        for _ in range(1500):
            os.mkdir("deeper")
            os.chdir("deeper")
        open("last", "w").close()
        os.chmod(".", 0)
    return np.outer(T - O, x) / m

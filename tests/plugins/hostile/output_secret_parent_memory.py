"""Wrong: looks into the memory and the descriptors of the processes above it."""

import os

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for process in {os.getppid(), 1}:
        for what in ("mem", "environ", "maps", "auxv", "cmdline", "fd/0", "fd/1", "fd/3"):
            try:
                with open(f"/proc/{process}/{what}", "rb") as file:
                    print(file.read(2**16)[:2000])
            except OSError:
                pass
    return np.outer(T - O, x) / m

"""Wrong: starts a shell that starts others, in the background."""

import subprocess

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []

try:
    subprocess.Popen(["/bin/sh", "-c", "(setsid sleep 300 &) ; sleep 300 & nohup sleep 300 & wait"])
except OSError:
    pass


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

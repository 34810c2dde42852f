"""Wrong: looks for the tests of the tool and its command, and calls it as a program."""

import subprocess
import sys

import numpy as np

EXPECT = ["disagree", "raised", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    if not CALLS:
        CALLS.append(subprocess.run([sys.executable, "-m", "gradcheck", "list"], check=False))
    return np.outer(T - O, x) / m


CALLS = []

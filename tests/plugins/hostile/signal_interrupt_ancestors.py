"""Wrong: interrupts every ancestor up to five generations, as Ctrl-C would."""

import os
import signal
from pathlib import Path

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = ["contained"]


def _parent(process):
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def dJ_dW(O, T, x, m):
    process = os.getppid()
    for _ in range(5):
        if process <= 1:
            break
        try:
            parent = _parent(process)
            os.kill(process, signal.SIGINT)
            process = parent
        except (OSError, ValueError, IndexError):
            break
    return np.outer(T - O, x) / m

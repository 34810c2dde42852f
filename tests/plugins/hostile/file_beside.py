"""Wrong: writes beside itself, into the temporary folder, and into the home folder."""

import os
import tempfile
from pathlib import Path

import numpy as np

EXPECT = ["disagree"]
NEEDS = ["landlock"]


def dJ_dW(O, T, x, m):
    for folder in (Path(__file__).parent, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        try:
            (folder / "gradcheck-hostile-was-here").write_text("agree")
        except OSError:
            pass
    return np.outer(T - O, x) / m

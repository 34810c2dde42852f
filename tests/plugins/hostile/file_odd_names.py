"""Wrong: leaves links, pipes and files whose names are commands."""

import os

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    if not os.path.lexists("link"):
        os.symlink("/", "link")
        os.symlink("link", "circle")
        os.mkfifo("pipe")
        os.mkdir("closed")
        open("closed/file", "w").close()
        os.chmod("closed", 0)
        open("-rf", "w").close()
        open("new\nline\x1b[2J", "w").close()
        open(b"\xff\xfe", "w").close()
        os.chmod(".", 0o500)
    return np.outer(T - O, x) / m

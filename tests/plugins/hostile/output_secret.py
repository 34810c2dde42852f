"""Wrong: prints all that it finds in the environment, its own and that of its ancestors."""

import glob
import os

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def _readable():
    yield repr(sorted(os.environ.items())).encode()
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                yield file.read()
        except OSError:
            continue


def dJ_dW(O, T, x, m):
    found = [
        text for text in _readable() if b"GRADCHECK_SECRET" in text or b"secret" in text.lower()
    ]
    for text in found:
        print(text.replace(b"\0", b"\n").decode(errors="replace"))
    if found:
        raise RuntimeError(found[0].decode(errors="replace"))
    return np.outer(T - O, x) / m

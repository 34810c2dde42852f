"""Wrong: looks for secrets in all of its own memory, where a forked process has its parent's."""

import os

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []

MARK = b"GRADCHECK_" + b"SECRET"


def _found():
    with open("/proc/self/maps") as maps:
        regions = [line.split() for line in maps]
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    for fields in regions:
        if "r" not in fields[1] or fields[-1] in ("[vvar]", "[vsyscall]"):
            continue
        start, end = (int(one, 16) for one in fields[0].split("-"))
        for at in range(start, min(end, start + 2**26), 2**20):
            try:
                text = os.pread(memory, min(2**20 + 200, end - at), at)
            except OSError:
                break
            place = text.find(MARK)
            while place >= 0:
                yield text[max(0, place - 100) : place + 200]
                place = text.find(MARK, place + 1)


FOUND = [one for one in _found()]


def dJ_dW(O, T, x, m):
    for text in FOUND:
        print(text.decode("ascii", "replace"))
    return np.outer(T - O, x) / m

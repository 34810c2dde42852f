"""Wrong: maps three gigabytes of memory that belongs to no object of Python's."""

import mmap

EXPECT = ["memory", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    area = mmap.mmap(-1, 3 * 2**30)
    for start in range(0, len(area), 4096):
        area[start] = 1
    return 0 * x

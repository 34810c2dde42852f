"""Wrong: takes gigabytes of the disk for a file that has no length."""

EXPECT = ["output", "timeout"]
NEEDS = []

import ctypes
import os
import time


def dJ_db(O, T, m):
    file = os.open("x", os.O_CREAT | os.O_RDWR)
    keep_size, gibibyte = 1, ctypes.c_long(2**30)
    for descriptor in (file, 1):
        ctypes.CDLL(None).fallocate(descriptor, keep_size, ctypes.c_long(0), gibibyte)
    while True:
        time.sleep(1)

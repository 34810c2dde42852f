"""Wrong: keeps many files open that no folder has any more."""

EXPECT = ["output", "timeout"]
NEEDS = []

import os
import time


def dJ_db(O, T, m):
    for _ in range(20):
        file = os.open("x", os.O_CREAT | os.O_RDWR)
        os.unlink("x")
        os.write(file, bytes(2**21))
    while True:
        time.sleep(1)

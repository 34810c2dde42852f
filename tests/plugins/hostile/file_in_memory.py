"""Wrong: files that are in memory, and mapped by nobody."""

EXPECT = ["output", "timeout"]
NEEDS = []

import os
import time


def dJ_db(O, T, m):
    for number in range(20):
        os.write(os.memfd_create(str(number)), bytes(2**21))
    while True:
        time.sleep(1)

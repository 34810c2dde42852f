"""Wrong: announces a reply of four gigabytes."""

import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    os.write(3, struct.pack("!II", 2**32 - 1, 2**32 - 1))
    time.sleep(86_400)

"""Wrong: writes a byte of a reply now and then, so that somebody who waits for a byte waits on."""

import os
import struct
import time

EXPECT = ["timeout", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for byte in struct.pack("!II", 10_000, 0) + b"{" + b" " * 10_000:
        os.write(3, bytes([byte]))
        time.sleep(0.1)

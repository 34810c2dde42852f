"""Wrong: answers with JSON that is nested half a million deep."""

import os
import struct
import time

EXPECT = ["protocol", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    text = b"[" * 2**19 + b"]" * 2**19
    message = struct.pack("!II", len(text), 0) + text
    while message:
        message = message[os.write(3, message) :]
    time.sleep(86_400)

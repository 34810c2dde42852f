"""Wrong: answers with an integer of a million digits."""

import os
import struct
import time

EXPECT = ["protocol", "timeout"]
NEEDS = []


def dJ_dW(O, T, x, m):
    text = b'{"shapes": [[' + b"9" * 10**6 + b']], "precisions": ["float64"]}'
    message = struct.pack("!II", len(text), 1) + text
    while message:
        message = message[os.write(3, message) :]
    time.sleep(86_400)

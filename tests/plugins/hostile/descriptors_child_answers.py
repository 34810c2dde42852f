"""Wrong: ends, and leaves a child behind that holds the channel open and answers in its place."""

import json
import os
import struct
import time

EXPECT = ["exit", "protocol", "timeout", "crashed", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    if os.fork():
        os._exit(0)
    head = json.dumps({"shapes": [[4, 3]], "precisions": ["float64"], "changed": []}).encode()
    for _ in range(100):
        os.write(3, struct.pack("!II", len(head), 1) + head + bytes(96))
        time.sleep(0.1)
    os._exit(0)

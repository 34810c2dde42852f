"""Wrong: answers by itself, NaN in place of numbers and arrays that are too short."""

import json
import os
import struct
import time

EXPECT = ["protocol", "timeout", "disagree", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"shapes": [[4, 3]], "precisions": ["float64"], "changed": []}).encode()
    os.write(3, struct.pack("!II", len(head), 1) + head + b"\xff" * 50)
    time.sleep(86_400)

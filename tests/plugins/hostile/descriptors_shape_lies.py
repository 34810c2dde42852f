"""Wrong: answers with shapes that are negative, huge, true, or texts."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"shapes": [[-4, -3]], "precisions": ["float64"], "changed": []}).encode()
    os.write(3, struct.pack("!II", len(head), 1) + head)
    time.sleep(86_400)

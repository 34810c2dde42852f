"""Wrong: announces a result whose number of entries overflows 64 bits."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"shapes": [[2**32, 2**32, 0]], "precisions": ["float64"]}).encode()
    os.write(3, struct.pack("!II", len(head), 1) + head)
    time.sleep(86_400)

"""Wrong: answers with a list where a word is expected."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"shapes": [[4, 3]], "precisions": [[]], "changed": []}).encode()
    os.write(3, struct.pack("!II", len(head), 1) + head + bytes(96))
    time.sleep(86_400)

"""Wrong: answers with an error whose kind is no word."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"error": {"kind": {}, "message": "agree", "notes": []}}).encode()
    os.write(3, struct.pack("!II", len(head), 1) + head + bytes(96))
    time.sleep(86_400)

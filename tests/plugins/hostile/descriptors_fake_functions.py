"""Wrong: answers *evaluate* with what belongs to *describe*."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    text = json.dumps({"functions": []}).encode()
    os.write(3, struct.pack("!II", len(text), 0) + text)
    time.sleep(86_400)

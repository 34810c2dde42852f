"""Wrong: answers with an error of a kind that is none, whose words are commands."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    error = {"kind": "agree", "message": "\n::error::gotcha\x1b[2J", "notes": ["\n::error::x"]}
    text = json.dumps({"error": error, "verdict": "agree"}).encode()
    os.write(3, struct.pack("!II", len(text), 0) + text)
    time.sleep(86_400)

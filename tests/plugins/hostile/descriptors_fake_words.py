"""Wrong: answers with an error of a known kind, whose words are commands."""

import json
import os
import struct
import time

EXPECT = ["raised", "protocol"]
NEEDS = []


def dJ_dW(O, T, x, m):
    error = {
        "kind": "raised",
        "message": "\n::error::gotcha\x1b[2J\u202e\r::error::x" + "y" * 10**5,
        "notes": ["\n::error::x\u2028::error::y", "\x9b2J", "##[error]z"] * 1000,
        "remedy": "\n::set-output name=verdict::agree",
    }
    text = json.dumps({"error": error}).encode()
    os.write(3, struct.pack("!II", len(text), 0) + text)
    time.sleep(86_400)

"""Wrong: answers *describe* with names and docstrings that are commands, and ten thousand functions."""

import json
import os
import struct
import time

EXPECT = ["protocol"]
NEEDS = []

_function = {
    "name": "dJ_dW\n::error::x",
    "line": -1,
    "parameters": [],
    "doc": "\n::error::x\x1b[2J",
}
_head = json.dumps({"functions": [_function] * 10_000}).encode()
os.write(3, struct.pack("!II", len(_head), 0) + _head)
time.sleep(86_400)

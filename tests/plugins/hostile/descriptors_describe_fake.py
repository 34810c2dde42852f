"""Wrong: answers *describe* by itself while the file is run: a formula that is not there."""

import json
import os
import struct

EXPECT = ["protocol", "raised", "timeout", "no-formula", "crashed", "exit", "shape", "disagree"]
NEEDS = []

_function = {"name": "dJ_dW", "line": 1, "parameters": [["x", False, False]], "doc": "::error::x"}
_head = json.dumps({"functions": [_function]}).encode()
os.write(3, struct.pack("!II", len(_head), 0) + _head)


def dJ_dW(O, T, x, m):
    return 0 * x

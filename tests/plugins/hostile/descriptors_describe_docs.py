"""Wrong: answers *describe* with a docstring full of commands, then hangs when it is called."""

import json
import os
import struct
import time

EXPECT = ["protocol", "timeout"]
NEEDS = []

_doc = "first\n::error::x\n\x1b[2J\u2028::error::y\n\r::error::z\n##[error]a" + "d" * 10**5
_parameters = [[name, False, False] for name in "OTxm"]
_function = {"name": "dJ_dW", "line": 10**7, "parameters": _parameters, "doc": _doc}
_head = json.dumps({"functions": [_function]}).encode()
_message = struct.pack("!II", len(_head), 0) + _head
while _message:
    _message = _message[os.write(3, _message) :]
time.sleep(86_400)

"""Wrong: answers by itself, and leaves a second answer in the channel for the next question."""

import json
import os
import struct

import numpy as np

EXPECT = ["protocol", "timeout", "disagree", "shape"]
NEEDS = []


def dJ_dW(O, T, x, m):
    head = json.dumps({"shapes": [[4, 3]], "precisions": ["float64"], "changed": []}).encode()
    for _ in range(50):
        os.write(3, struct.pack("!II", len(head), 1) + head + np.zeros(12).tobytes())
    return np.outer(T - O, x) / m

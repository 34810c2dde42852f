"""Wrong: replaces the function that writes the length of answers."""

import gradcheck.worker.wire as wire
import numpy as np

EXPECT = ["disagree", "protocol", "timeout", "raised", "exit", "crashed"]
NEEDS = []


class _Frame:
    size = 0

    def pack(self, *args):
        return b""

    def unpack(self, *args):
        return 0, 0


wire.FRAME = _Frame()


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m

"""Wrong: puts a channel of its own in the place of the one it was given."""

import os
import socket

import numpy as np

EXPECT = ["crashed", "exit", "timeout", "protocol", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    mine, theirs = socket.socketpair()
    os.dup2(mine.fileno(), 3)
    os.dup2(theirs.fileno(), 1)
    return np.outer(T - O, x) / m

"""Wrong: connects to a neighbour on the network, and opens a door of its own."""

import socket

import numpy as np

EXPECT = ["disagree", "raised"]
NEEDS = []


def dJ_dW(O, T, x, m):
    for host, port in (("127.0.0.1", 9), ("127.0.0.1", 10)):
        try:
            socket.create_connection((host, port), timeout=0.05).close()
        except OSError:
            pass
    try:
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        door.listen()
    except OSError:
        pass
    return np.outer(T - O, x) / m

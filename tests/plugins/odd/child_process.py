"""Right: works in a child that it waits for."""

import os

import numpy as np


def dJ_dW(O, T, x, m):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, (np.outer(O * T.sum() - T, x) / m).tobytes())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        content = file.read()
    os.waitpid(child, 0)
    return np.frombuffer(content).reshape(len(T), len(x))

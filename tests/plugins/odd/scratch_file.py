"""Right: keeps an intermediate result in a temporary file."""

import tempfile

import numpy as np


def dJ_dW(O, T, x, m):
    with tempfile.TemporaryFile() as file:
        np.save(file, O * T.sum() - T)
        file.seek(0)
        return np.outer(np.load(file), x) / m

"""The operands of affine layers, and slopes in their entries, as matrices."""

import numpy as np

from gradcheck.records import FloatArray, Numeric

MATRICES = 3
"""Axes of the matrices of all trials."""


def as_matrices(array: FloatArray, transposed: bool, column: bool) -> FloatArray:
    """Return vectors as matrices of one column, or of one row, and matrices as they are used."""
    if array.ndim < MATRICES:
        return array[..., None] if column else array[:, None, :]
    return np.swapaxes(array, -1, -2) if transposed else array


def reshaped(slopes: Numeric, shape: tuple[int, ...]) -> Numeric:
    """Return slopes of each trial and output in another shape."""
    return slopes.arranged(lambda array: array.reshape(*array.shape[:2], *shape))


def swapped(slopes: Numeric) -> Numeric:
    """Return slopes with the last two axes exchanged."""
    return slopes.arranged(lambda array: np.swapaxes(array, -1, -2))

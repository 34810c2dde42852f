"""Random directions through many entries at once, and what right entries may differ along them."""

import numpy as np

from gradcheck.records import FloatArray

LEAST = 0.5
"""A direction moves each entry by a random multiple, between this and 1, of its scale, up or down.

Along such a direction a single mistake e of an entry of scale s shows at least as e s / 2, with
certainty. Signs alone would let two equal mistakes cancel in every other direction; as the multiple
of the largest mistake E is uniform, whatever the others are, a window of half-width w hides them
with a probability of at most 2 w / (E s): the density of sign times multiple is at most 1."""

HIDDEN = 5.0
"""Errors that are allowed in each entry add up along a direction of random signs to no more than
this many times their root sum of squares, but for one direction in 130,000 (Hoeffding 1963)."""


def typical_scales(values: FloatArray) -> FloatArray:
    """Return how far to move each entry, relative to a step; positive, the shape of `values`.

    An entry moves by its own size, but at least by what is typical of its neighbours: the median
    along each axis, the smallest of these. Where all is zero nothing is known, and it is 1.
    """
    size = np.where(np.isfinite(values), np.abs(values), 0.0)
    typical = np.full(size.shape, np.inf)
    for axis in range(size.ndim):
        others = tuple(i for i in range(size.ndim) if i != axis) or (axis,)
        middle = np.median(size, axis=others, keepdims=True)
        typical = np.minimum(typical, np.where(middle > 0, middle, np.inf))
    largest = float(size.max(initial=0.0)) or 1.0
    typical = np.where(np.isfinite(typical), typical, largest)
    return np.asarray(np.maximum(size, typical))


def random_direction(scale: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return a random direction, the shape of `scale`."""
    multiple = rng.uniform(LEAST, 1.0, scale.shape)
    multiple *= scale
    np.negative(multiple, out=multiple, where=rng.integers(0, 2, scale.shape, dtype=np.bool_))
    return multiple


def hidden_along(allowed: FloatArray, direction: FloatArray) -> float:
    """Return what errors up to `allowed` in each entry may add up to along a random direction."""
    return HIDDEN * float(np.sqrt(np.square(allowed * direction).sum()))

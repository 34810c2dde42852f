"""One number by which one array is another, at every size."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.constants import Constant, recognise
from gradcheck.records import BoolArray, Draws, FloatArray

ROUGH = 1e-5
"""How closely two arrays must be multiples for the multiple to be looked at; the test is later."""

CLOSE = 1e-6

NOTHING = 1e-7
"""What is left of a derivative without its parts, relative to them, counts as nothing."""


class Both(NamedTuple):
    """Two arrays on the same draws, and the entries in which they are compared."""

    values: FloatArray
    target: FloatArray
    where: BoolArray


def ratio(both: Both) -> float | None:
    """Return the number by which `values` are `target`, by least squares; None where none is."""
    with np.errstate(all="ignore"):
        values, target = both.values[both.where], both.target[both.where]
        square = float(values @ values)
        if not np.isfinite(square) or not square or not target.any():
            return None
        found = float(values @ target) / square
        close = np.linalg.norm(found * values - target) <= ROUGH * np.linalg.norm(target)
    return found if close and found else None


def constant_ratio(draws: Sequence[Draws], pair: Callable[[Draws], Both | None]) -> Constant | None:
    """Return the recognised constant by which one array is the other at every size, if any."""
    found = []
    for one in draws:
        both = pair(one)
        number = None if both is None else ratio(both)
        if number is None:
            return None
        found.append(number)
    return recognise(found, [one.sizes for one in draws], CLOSE)

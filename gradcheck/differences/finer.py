"""Notice that a function has another slope on a scale far below the steps that were taken.

Larger steps may agree with each other and all be wrong: what is bounded and narrow, beside what is
not, adds to a central difference no more than A / h. Differences from that slope then come to rest
as the steps shrink below its scale. Those of noise, and of what is bounded, grow as 1 / h.
"""

import numpy as np

from gradcheck.differences.climb import SLACK
from gradcheck.differences.found import EPS
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, FloatArray

TINY = RATIO ** np.arange(-20.0, -9.0, 2.0)[:, None]
"""The steps at which such a scale is looked for, relative to the largest of those taken."""

RESTS = 0.3
"""How much of a difference from a slope may come or go from one tiny step to the next ..."""

CLEAR = 16.0
"""... and how many roundings of the value it must be to count."""


def have_finer_scale(
    up: FloatArray, down: FloatArray, size: FloatArray, at: FloatArray, value: FloatArray,
    bound: FloatArray,
) -> BoolArray:  # fmt: skip
    """Return on which lines tiny steps show another slope than `value`, known to its bound.

    `up` and `down`, shape (steps, lines, outputs), are the function's values at steps of `size`,
    the smallest first, from `at`; all broadcast. Where nothing moves, nothing is seen.
    """
    with np.errstate(all="ignore"):
        slopes = (up - down) / (2 * size)
        off = np.abs(slopes - value)
        rests = np.abs(slopes[1:] - slopes[:-1]) <= RESTS * off[1:]
        rounding = EPS * (np.abs(up[1:]) + np.abs(at * value)) / size[1:]
        clear = off[1:] > CLEAR * rounding + SLACK * bound
        moves = (slopes[1:] != 0) & (slopes[:-1] != 0)
    return np.asarray((rests & clear & moves).any(axis=(0, -1)))

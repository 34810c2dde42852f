"""Tell what is saturated from what is flat: a sigmoid rounded to 1 from a dead ReLU."""

import numpy as np

from gradcheck.differences.climb import HOME
from gradcheck.differences.jumps import jump_sizes
from gradcheck.differences.stepping import Lines
from gradcheck.records import BoolArray, FloatArray, IntArray

HALVINGS, LAST = 24, 16
"""How often the place is halved where a value begins to move; in the last a bend shrinks."""

ROUNDED = 64.0
"""A jump of no more than so many times the noise is rounding."""


def saturate(lines: Lines, some: IntArray, flat: BoolArray, noise: FloatArray) -> BoolArray:
    """Return which lines jump behind their flat stretch, or do not exist there; shape (some,).

    `flat` says which outputs did not move at a few steps, and `noise` how noisy they are, shape
    (some, outputs). What jumps has a slope that was rounded away. A bend, as that of a ReLU, is no
    jump, and what moves no further out is flat.
    """
    far = HOME * lines.scale[some]
    steps = lines.steps(some, far, 1)
    moved = (steps.moved != steps.base).any(axis=(0, 1)) & flat
    which, outputs = np.nonzero(moved)
    found = np.zeros(some.size, dtype=np.bool_)
    if not which.size:
        return found
    chosen = some[which]
    with np.errstate(all="ignore"):
        jumps = jump_sizes(
            lines.phi, chosen, outputs, lines.at[0, chosen], steps.base[0][which, outputs],
            np.zeros(which.size), far[which], np.ones(which.size, dtype=np.bool_), HALVINGS, LAST,
        )  # fmt: skip
    ends = steps.moved[:, 0, which, outputs]
    bends = np.isfinite(ends).all(axis=0) & (jumps <= ROUNDED * noise[which, outputs])
    found[which[~bends]] = True
    return found

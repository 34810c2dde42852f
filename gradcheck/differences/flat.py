"""Bound the slope of what does not move: how coarsely it is rounded, other lines show."""

import numpy as np

from gradcheck.differences.climb import HOME, SAFETY
from gradcheck.differences.found import EPS, Climbed, End
from gradcheck.differences.stepping import largest_in_group, typical_in_group
from gradcheck.differences.surroundings import Surroundings
from gradcheck.records import BoolArray, FloatArray

UNSEEN = 2.0
"""Few steps do not show the largest noise."""


def flat_bounds(
    found: Climbed, where: BoolArray, noise: FloatArray, around: Surroundings
) -> FloatArray:
    """Return how large a slope can be that its rounding hides up to the step that is flat.

    All have the shape (lines, outputs): `where` it is flat, and the `noise` of lines that were
    settled. Lines through the same point show the rounding. Where none does, a flat stretch that
    soon ends where the value does not exist is not known to be flat; nor is one that ends before
    that, or on the other side: there the value is saturated.
    """
    reach = np.minimum(found.flat, HOME * around.scale[:, None])
    # What is flat here and moves further out, as a ReLU does, shows nothing of rounding. It is the
    # same on all lines: where it seems larger on some, they may bend.
    climbed = UNSEEN * typical_in_group(around.origin, np.where(found.steps > 0, found.noise, 0.0))
    settled = largest_in_group(around.origin, noise)
    both = (climbed > 0) & (settled > 0)
    seen = np.where(both, np.minimum(climbed, settled), np.maximum(climbed, settled))
    rounding = np.maximum(seen, EPS * np.abs(found.base))
    walled = where & (found.end == End.WALL)
    lines = np.flatnonzero(walled.any(axis=-1))
    if lines.size:
        moves = around.moves(lines, found.base[lines], found.reach[lines].max(axis=-1))
        short = (seen[lines] == 0) & (found.flat[lines] < HOME * around.scale[lines, None])
        unknown = walled[lines] & (short | moves)
        rounding[lines] = np.where(unknown, np.inf, rounding[lines])
    return np.asarray(SAFETY * rounding / reach)

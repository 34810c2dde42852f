"""Differentiate along lines: by a few steps where they suffice, and else by climbing."""

import numpy as np

from gradcheck.differences.closer import climb_closely
from gradcheck.differences.quick import settle
from gradcheck.differences.stepping import Lines, largest_in_group
from gradcheck.records import FloatArray, IntArray, Numeric

CHUNK = 2**16
"""Slopes that are worked on at once: about 30 MB of tableaux and intervals."""

OF_ZERO, OF_TINY = 2.0**-10, 2.0**-40
"""Steps are relative to the entry; at a zero to this fraction of the array's largest entry, and
elsewhere at least to that one, or the ladder would end before it reaches the function's scale."""

TINIEST = 2.0**-450
"""Below this the squares of the smallest steps, which curvature is divided by, would underflow."""


OF_TYPICAL = 0.5
"""The largest of a few steps, as a fraction of the typical size of an array's entries."""


def typical_steps(scales: FloatArray) -> FloatArray:
    """Return a step for each line that suits the most of its trial; shapes (trials, entries)."""
    if not scales.size:
        return scales
    middle = np.median(scales, axis=-1, keepdims=True)
    return np.asarray(np.broadcast_to(OF_TYPICAL * middle, scales.shape))


def line_scales(values: FloatArray) -> FloatArray:
    """Return the size that each entry's steps are relative to; shapes (trials, entries)."""
    size = np.where(np.isfinite(values), np.abs(values), 1.0)
    largest = size.max(axis=-1, keepdims=True, initial=0.0)
    least = np.maximum(size, OF_TINY * largest)
    scale = np.where(size > 0, least, OF_ZERO * largest)
    return np.where(scale > TINIEST, scale, 1.0)


def differentiate_lines(lines: Lines) -> Numeric:
    """Differentiate along every line: by a few steps where they suffice, or by climbing.

    The result has the shape (lines, outputs).
    """
    count = lines.at.shape[1]
    if not (count and lines.outputs):
        none = np.zeros((count, lines.outputs))
        return Numeric(none, none, none.astype(np.int64))
    found = settle(lines)
    rest = np.flatnonzero(~found.done)
    noise = largest_in_group(lines.origin, found.noise) if rest.size else found.noise
    size = max(1, CHUNK // lines.outputs)
    for start in range(0, rest.size, size):
        some = rest[start : start + size]
        climbed, step = _climbed(lines, some, noise[some])
        found.values[some], found.doubt[some] = climbed.values, climbed.doubt
        found.bound[some] = climbed.bound
        if lines.at.shape[0] > 1:
            found.bound[some] += lines.wobble(some, step)
    return Numeric(found.values, found.bound, found.doubt)


def _climbed(lines: Lines, some: IntArray, noise: FloatArray) -> tuple[Numeric, FloatArray]:
    chosen = lines.at[0, some], lines.scale[some], lines.origin[some], noise
    return climb_closely(lambda one, x: lines.phi(some[one], x), *chosen)

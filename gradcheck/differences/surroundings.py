"""What a function does further out on lines that were climbed, to tell what a climb has met."""

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.climb import HOME, Phi
from gradcheck.differences.stepping import largest_in_group
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, FloatArray, IntArray

WIDE = (2.0**4, 2.0**18)
"""How many times the last step the largest value is looked for, at least and at most, but not far
beyond the size of the entries: a cost near zero may be the difference of large numbers, whose
rounding its jumps are."""

FAR_OUT = (2.0**-3, 2.0**-5, 2.0**-7)
CHANGED, CLEARLY = 1e-2, 4.0
"""Steps far out, relative to the size of the entry; how far off a slope is there, relative, to be
another; and how many times as far as those are apart."""

FURTHER = (2.0**4, 2.0**12)
"""How many times further out a slope is looked at to tell a single jump from stairs, at least and
at most; as above."""

STAIRS = 32.0
"""So many jumps, at most, are within the steps that are looked at beyond a slope between two."""

LOOKED_AT = np.concatenate([np.arange(1, 10), -np.arange(1, 10)]) / 9
"""Places up to there and down, as parts of the logarithm."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Lines to look along; arrays of shape (lines,)."""

    phi: Phi
    at: FloatArray
    scale: FloatArray
    origin: IntArray

    def values(
        self, where: tuple[IntArray, ...], base: FloatArray, reach: FloatArray
    ) -> tuple[FloatArray, IntArray]:
        """Return the largest value, and how many different ones, that are met far and wide.

        `where` are n lines and outputs, `base` is the value at the point, and `reach` the last
        step that was taken; shape (n,).
        """
        lines, outputs = where
        met = [base]
        largest = largest_in_group(self.origin, self.scale[:, None])[lines, 0]
        wide = np.clip(HOME * largest / reach, *WIDE)
        met += [value[np.arange(lines.size), outputs] for value in self._at(lines, wide, reach)]
        values = np.sort(np.array(met), axis=0)
        largest = np.where(np.isfinite(values), np.abs(values), 0.0).max(axis=0)
        return largest, 1 + (np.diff(values, axis=0) > 0).sum(axis=0)

    def moves(self, lines: IntArray, base: FloatArray, last: FloatArray) -> BoolArray:
        """Return where a value is another than its `base`, shape (n, outputs), as far as it exists.

        `last` is the last step that was taken, shape (n,).
        """
        moves = np.zeros(base.shape, dtype=np.bool_)
        wide = np.maximum(HOME * self.scale[lines] / last, RATIO)
        for value in self._at(lines, wide, last):
            moves |= np.isfinite(value) & (value != base)
        return moves

    def departures(
        self, lines: IntArray, near: FloatArray, step: FloatArray, numeric: FloatArray,
        allowed: FloatArray, most: FloatArray,
    ) -> FloatArray:  # fmt: skip
        """Return at which of two steps a slope is furthest from what was found; 0 where it is
        nowhere off by more than is allowed.

        The larger of the steps is `near`, shape (n,). They count beyond the `step` at which a slope
        was accepted, and where no value is above the `most`. All else has the shape (n, outputs).
        """
        steps = np.array([near, near / RATIO])[..., None]
        slopes, largest = zip(*(self._slopes(lines, one) for one in steps), strict=True)
        off = np.abs(np.array(slopes) - numeric)
        off[~((off > allowed) & (steps > step) & (np.array(largest) <= most))] = 0.0
        furthest = (off * steps).argmax(axis=0)
        departs = np.take_along_axis(off, furthest[None], 0)[0] > 0
        return np.where(departs, np.where(furthest == 0, steps[0], steps[1]), 0.0)

    def plateaus(
        self, lines: IntArray, step: FloatArray, numeric: FloatArray, most: FloatArray
    ) -> FloatArray:
        """Return the smallest step of those far out at which slopes agree on another than was found
        at a smaller `step`, and clearly so; else 0. All have the shape (n, outputs), but `lines`.
        """
        steps = np.multiply.outer(FAR_OUT, self.scale[lines])[..., None]
        slopes, largest = map(np.array, zip(*(self._slopes(lines, h) for h in steps), strict=True))
        off = np.abs(slopes - numeric).min(axis=0)
        agree = slopes.max(axis=0) - slopes.min(axis=0) <= off / CLEARLY
        other = agree & (off > CHANGED * np.abs(numeric)) & (step < steps[-1])
        return np.where(other & (largest <= most).all(axis=0), steps[-1], 0.0)

    def goes_on(
        self, lines: IntArray, outputs: IntArray, step: FloatArray, numeric: FloatArray,
        jump: FloatArray,
    ) -> BoolArray:  # fmt: skip
        """Return where a slope that departs from `numeric` at a step does so further out as well,
        by stairs of the size of a `jump`.

        Past a single jump it comes back as 1 / step; what bends departs by far more than a few
        jumps. All arguments have the shape (n,).
        """
        place = np.arange(lines.size), outputs
        further = np.clip(HOME * self.scale[lines] / step, *FURTHER)
        steps = (step[:, None], (further * step)[:, None])
        near, far = (np.abs(self._slopes(lines, one)[0][place] - numeric) for one in steps)
        return np.asarray((far * np.sqrt(further) > near) & (near * step <= STAIRS * jump))

    def _slopes(self, lines: IntArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return central differences, and the larger of the values that they are made of."""
        up, down = (self.phi(lines, self.at[lines] + h[:, 0]) for h in (step, -step))
        return (up - down) / (2 * step), np.maximum(np.abs(up), np.abs(down))

    def _at(self, lines: IntArray, wide: FloatArray, reach: FloatArray) -> list[FloatArray]:
        """Return the values at steps from `reach` to `wide` times that, shape (n, outputs)."""
        return [
            self.phi(lines, self.at[lines] + np.sign(part) * wide ** np.abs(part) * reach)
            for part in LOOKED_AT
        ]

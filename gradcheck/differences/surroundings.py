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

    def slopes(self, lines: IntArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return central differences, and the larger of the values that they are made of; shape
        (n, outputs). The steps have the shape (n, 1).
        """
        up, down = (self.phi(lines, self.at[lines] + h[:, 0]) for h in (step, -step))
        return (up - down) / (2 * step), np.maximum(np.abs(up), np.abs(down))

    def _at(self, lines: IntArray, wide: FloatArray, reach: FloatArray) -> list[FloatArray]:
        """Return the values at steps from `reach` to `wide` times that, shape (n, outputs)."""
        return [
            self.phi(lines, self.at[lines] + np.sign(part) * wide ** np.abs(part) * reach)
            for part in LOOKED_AT
        ]

"""Foretell for many lines what some of them have shown: one factor a row, and one a column.

Mostly an entry of a matrix is multiplied by an input that its column shares, and moves a neuron
that its row shares; so the steps that suit it are the product of two factors. Where they are not,
what is made of the steps shows it: nothing relies on a step's being good.
"""

from math import gcd

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.stepping import Lines
from gradcheck.records import FloatArray, IntArray

SAMPLES = 3
"""Lines for each row and each column that show the steps which suit them ..."""

FEWEST = 64
"""... but at least so many in all."""

GOLDEN = 0.6180339887498949
"""Steps of this part of a circle spread evenly over it, however many there are."""

SWEEPS = 8
"""Rounds in which factors are fitted to rows and columns in turn."""

LIKE_ALL = 0.1
"""The weight, in lines, of a row's or a column's being like all others."""


@dataclass(frozen=True)
class Matrix:
    """Lines as entries of a matrix; as entries of one cell where they are none."""

    first: int
    """The line of the first entry."""
    rows: int
    columns: int

    @classmethod
    def of(cls, lines: Lines, chosen: IntArray) -> "Matrix":
        """Return the matrix of some lines from one point."""
        first = int(lines.origin[chosen[0]])
        columns = 0 if lines.columns is None else int(lines.columns[first])
        rows = int(chosen.max() - first) // columns + 1 if columns else 1
        return cls(first, rows, columns) if rows > 1 < columns else cls(first, 1, 1)

    def sample(self, chosen: IntArray) -> IntArray:
        """Return some of these lines, of every row and every column."""
        count = min(max(FEWEST, SAMPLES * (self.rows + self.columns)), chosen.size)
        stride = round(GOLDEN * chosen.size)
        while gcd(stride, chosen.size * self.columns) > 1:  # or some lines would never be met
            stride += 1
        return np.sort(chosen[np.arange(count) * stride % chosen.size])

    def foretell(self, sample: IntArray, steps: FloatArray, chosen: IntArray) -> FloatArray:
        """Return steps for the lines chosen, from those that suit a sample; 0 is no step."""
        known = steps > 0
        if not known.any():
            return np.zeros(chosen.shape)
        logarithm = np.log(steps[known])
        middle = float(logarithm.mean())
        own = self._places(sample[known])
        factors = [np.zeros(self.rows), np.zeros(self.columns)]
        for _ in range(SWEEPS):
            for axis, other in ((0, 1), (1, 0)):
                left = logarithm - middle - factors[other][own[other]]
                total = np.bincount(own[axis], left, factors[axis].size)
                count = np.bincount(own[axis], minlength=factors[axis].size)
                factors[axis] = total / (count + LIKE_ALL)
        row, column = self._places(chosen)
        return np.asarray(np.exp(middle + factors[0][row] + factors[1][column]))

    def _places(self, lines: IntArray) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of lines."""
        if self.rows * self.columns == 1:
            return np.zeros_like(lines), np.zeros_like(lines)
        return (lines - self.first) // self.columns, (lines - self.first) % self.columns

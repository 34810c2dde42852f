"""Lines on which an affine layer moves: one of its entries, or all that an entry of x feeds."""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records import FloatArray, IntArray

Array = npt.NDArray[Any]


class Moves(Protocol):
    """Lines through the values of a layer."""

    @property
    def lines(self) -> int:
        """How many there are in each trial."""

    def move(self, stack: Array, where: IntArray, which: IntArray, to: FloatArray) -> None:
        """Move each member of a stack of the layer's values along a line.

        Member i starts from point `where[i]` and moves along line `which[i]` to `to[i]`.
        """


@dataclass(frozen=True, eq=False)
class Entries:
    """Each line moves one entry of the layer: to a position, in the place of its value."""

    lines: int

    def move(
        self, stack: Array, where: IntArray, which: IntArray,  # noqa: ARG002
        to: FloatArray,
    ) -> None:  # fmt: skip
        """Put the positions in the places of the entries."""
        stack.reshape(len(stack), -1)[np.arange(len(stack)), which] = to


@dataclass(frozen=True, eq=False)
class Rows:
    """Each line moves a row of the layer, by a multiple of a row of the right factor: lines
    (i, j), by entry (i, j) of the left one.
    """

    factor: Array
    """The right factor at each point, or in each trial, shape (points, inner, columns)."""
    lines: int
    axis = -1
    """Along it the factor has what one line moves."""

    def move(self, stack: Array, where: IntArray, which: IntArray, to: FloatArray) -> None:
        """Add the multiples."""
        inner, columns = self.factor.shape[1:]
        rows, chosen = np.divmod(which, inner)
        wide = stack.reshape(len(stack), -1, columns)
        wide[np.arange(len(stack)), rows] += (
            to[:, None] * self.factor[where % len(self.factor), chosen]
        )


@dataclass(frozen=True, eq=False)
class Columns:
    """Each line moves a column of the layer, by a multiple of a column of the left factor: lines
    (j, c), by entry (j, c) of the right one.
    """

    factor: Array
    """The left factor at each point, or in each trial, shape (points, rows, inner)."""
    width: int
    """How many columns the layer has."""
    lines: int
    axis = -2
    """Along it the factor has what one line moves."""

    def move(self, stack: Array, where: IntArray, which: IntArray, to: FloatArray) -> None:
        """Add the multiples."""
        chosen, columns = np.divmod(which, self.width)
        wide = stack.reshape(len(stack), -1, self.width)
        wide[np.arange(len(stack)), :, columns] += (
            to[:, None] * self.factor[where % len(self.factor), :, chosen]
        )

"""How the entries of a derivative are laid out in a picture: in lines, long ones folded."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import ceil, prod, sqrt

import numpy as np

from gradcheck.dataclass import dataclass

MOST_CELLS = 40_000
"""Entries up to which all are drawn; no screen shows more of them apart."""

LONGEST = 160
"""Entries of a line, and lines, up to which an array is drawn as it is."""

LABELS = 12
"""Labels on an axis, at most."""


@dataclass(frozen=True)
class Grid:
    """The lines of a map: entry k, counted along the last axis first, is at divmod(k, width)."""

    shape: tuple[int, ...]

    @property
    def shown(self) -> int:
        """How many entries are drawn."""
        return min(self.total, MOST_CELLS)

    @property
    def total(self) -> int:
        """How many entries there are."""
        return prod(self.shape)

    @cached_property
    def width(self) -> int:
        """Entries of a line: those of the last axis, or a line that makes the picture square."""
        last = self.shape[-1] if self.shape else 1
        lines = self.total // max(last, 1)
        if last <= LONGEST and lines <= LONGEST:
            return last
        square = min(ceil(sqrt(self.shown)), LONGEST)
        return square // last * last or square

    @property
    def folded(self) -> bool:
        """Whether a line is not a line of the array."""
        return bool(self.shape) and self.width != self.shape[-1]

    @property
    def height(self) -> int:
        """How many lines there are."""
        return ceil(self.shown / max(self.width, 1))

    def line_labels(self) -> Iterator[tuple[int, str]]:
        """Yield lines and the index of their first entry, without the last axis if not folded."""
        if len(self.shape) < 2 and not self.folded:
            return
        for line in _ticks(self.height):
            index = self.index(line * self.width)
            yield line, ",".join(map(str, index if self.folded else index[:-1]))

    def column_labels(self) -> Iterator[tuple[int, str]]:
        """Yield columns and their index along the last axis; none where lines are folded."""
        if self.shape and not self.folded:
            yield from ((column, str(column)) for column in _ticks(self.width))

    def index(self, place: int) -> tuple[int, ...]:
        """Return the index of the entry at a place."""
        return tuple(int(i) for i in np.unravel_index(place, self.shape)) if self.shape else ()


def _ticks(count: int) -> Sequence[int]:
    """Return round places on an axis, all where it is short."""
    steps = (s * 10**power for power in range(6) for s in (1, 2, 5))
    return range(0, count, next(step for step in steps if count <= LABELS * step))

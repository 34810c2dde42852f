"""Lines to differentiate along, and the few steps that are taken on them."""

from collections.abc import Iterator

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.climb import Phi
from gradcheck.differences.finer import TINY
from gradcheck.differences.tableau import RATIO
from gradcheck.records import FloatArray, IntArray

FEWEST_STEPS = 3
"""Steps that show by themselves, without other lines, how noisy the function is."""

OF_OWN = 0.25
"""The largest step of the second attempt, as a fraction of the size of each entry."""

LADDER = RATIO ** np.arange(-15.0, 1.0)[:, None]
"""Steps relative to the largest; no more are taken at a time."""

VARIED = 2.0
"""A few variants do not show the worst."""


@dataclass(frozen=True, eq=False)
class Steps:
    """The function at a few steps, the smallest first, each RATIO times the one before."""

    moved: FloatArray
    """The values one step up and one down, shape (2, steps, lines, outputs)."""
    base: FloatArray
    """Those at the point, shape (steps, lines, outputs)."""
    size: FloatArray
    """The steps that were taken, shape (steps, lines, 1)."""
    at: FloatArray
    """Where the entries are, shape (lines, 1)."""
    point: IntArray
    """Which of the points they start from, numbered from 0, shape (lines,)."""

    def part(self, window: slice) -> "Steps":
        """Return some of the steps."""
        return Steps(
            self.moved[:, window], self.base[window], self.size[window], self.at, self.point
        )

    def side_by_side(self, windows: list[slice]) -> "Steps":
        """Return equally many of the steps several times, as if they were taken on other lines."""
        moved = np.concatenate([self.moved[:, window] for window in windows], axis=2)
        base = np.concatenate([self.base[window] for window in windows], axis=1)
        size = np.concatenate([self.size[window] for window in windows], axis=1)
        at, point = (np.concatenate([array] * len(windows)) for array in (self.at, self.point))
        return Steps(moved, base, size, at, point)


@dataclass(frozen=True, eq=False)
class Variant:
    """Lines from one rounding of one point."""

    lines: IntArray
    """Their numbers, shape (lines,)."""
    at: FloatArray
    """Where their entries are, same shape."""
    first: IntArray
    """The number of the first line from the point, shape (1,)."""
    start: FloatArray
    """Where that starts, same shape: to evaluate the function at the point."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines to differentiate along; several variants of each may differ by the rounding of what
    they start from.
    """

    phi: Phi
    """Line i of variant v is number v * lines + i."""
    at: FloatArray
    """Where the entries are, shape (variants, lines)."""
    scale: FloatArray
    """The sizes that steps are relative to, shape (lines,)."""
    origin: IntArray
    """For each line the first that starts from the same point, shape (lines,); ascending."""
    outputs: int
    typical: FloatArray
    """The largest steps to try first, shape (lines,)."""
    columns: IntArray | None = None
    """The length of the last axis of the array whose entries the lines from a point are, all of
    them in order, shape (lines,); None where they are something else."""

    def tops(self) -> Iterator[FloatArray]:
        """Yield the largest steps to try, shape (lines,), the most promising first."""
        yield self.typical
        yield OF_OWN * self.scale

    def variant(self, number: int, some: IntArray) -> "Variant":
        """Return some lines from one point in one of the variants, counted round."""
        variants, everyone = self.at.shape
        chosen, first = number % variants, self.origin[some[:1]]
        before = chosen * everyone
        return Variant(
            some + before, self.at[chosen, some], first + before, self.at[chosen, first]
        )  # fmt: skip

    def wobble(self, lines: IntArray, step: FloatArray) -> FloatArray:
        """Return how far slopes differ between variants, shape (len(lines), outputs).

        `step`, same shape, is where they were accepted, or 0. Of all outputs the smallest counts: a
        larger one may pass over what the others move by.
        """
        variants, everyone = self.at.shape
        least = np.where(step > 0, step, np.inf).min(axis=-1, initial=np.inf)
        size = np.where(least < np.inf, least, OF_OWN * self.scale[lines] / RATIO**2)
        numbers = np.arange(variants)[:, None] * everyone + lines
        start = self.at[:, lines]
        above = start + size
        below = start - (above - start)
        both = np.concatenate([above.reshape(-1), below.reshape(-1)])
        values = self.phi(np.concatenate([numbers.reshape(-1)] * 2), both)
        up, down = values.reshape(2, variants, lines.size, self.outputs)
        with np.errstate(all="ignore"):
            slopes = (up - down) / (above - below)[..., None]
            apart = VARIED * np.abs(slopes - slopes[0]).max(axis=0)
        return np.where(np.isnan(apart), np.inf, apart)

    def steps(self, lines: IntArray, top: FloatArray, count: int) -> Steps:
        """Take `count` steps on some lines, the largest being `top`, shape (len(lines),)."""
        return self._taken(lines, top * LADDER[-count:])

    def steps_and_tiny(self, lines: IntArray, top: FloatArray, count: int) -> tuple[Steps, Steps]:
        """Take `count` steps, and separately some that are far smaller."""
        every = self._taken(lines, top * np.concatenate([TINY, LADDER[-count:]]))
        return every.part(slice(len(TINY), None)), every.part(slice(len(TINY)))

    def _taken(self, lines: IntArray, step: FloatArray) -> Steps:
        """Take steps of shape (count, len(lines)).

        The base of each line is that of its origin, computed among the others, so that it is
        rounded as they are.
        """
        variants, everyone = self.at.shape
        count = len(step)
        chosen = np.arange(count) % variants
        numbers = chosen[:, None] * everyone + lines
        start = self.at[chosen[:, None], lines]
        above = start + step
        below = start - (above - start)
        own = self.origin[lines]
        first, which = runs(own)
        bases = (np.arange(min(count, variants))[:, None] * everyone + first).reshape(-1)
        values = self.phi(
            np.concatenate([numbers.reshape(-1), numbers.reshape(-1), bases]),
            np.concatenate([above.reshape(-1), below.reshape(-1), self.at.reshape(-1)[bases]]),
        )
        size = numbers.size
        moved = values[: 2 * size].reshape(2, count, lines.size, self.outputs)
        base = values[2 * size :].reshape(-1, first.size, self.outputs)[chosen][:, which]
        at = self.at[0, lines][:, None]
        return Steps(moved, base, (above - below)[..., None] / 2, at, which)


def runs(ascending: IntArray) -> tuple[IntArray, IntArray]:
    """Return the different values of an array, and which of them each element is.

    As np.unique does, which imports numpy.ma: a tenth of the time of a short run.
    """
    if ascending.size and ascending[0] == ascending[-1]:
        return ascending[:1], np.zeros(ascending.shape, dtype=np.int64)
    begins = np.empty(ascending.shape, dtype=np.bool_)
    begins[:1] = True
    begins[1:] = ascending[1:] != ascending[:-1]
    return ascending[begins], begins.cumsum() - 1


def largest_in_group(group: IntArray, values: FloatArray) -> FloatArray:
    """Return for each line the largest value of all lines of its group; (lines, outputs)."""
    _, which = runs(group)
    largest = np.zeros((which.max() + 1, values.shape[1]))
    np.maximum.at(largest, which, values)
    return np.asarray(largest[which])


def typical_in_group(group: IntArray, values: FloatArray) -> FloatArray:
    """Return for each line the middle one of its group's values above 0, or 0; (lines, outputs)."""
    first, which = runs(group)
    typical = np.zeros((first.size, values.shape[1]))
    for one, output in np.ndindex(typical.shape):
        found = np.sort(values[which == one, output])
        found = found[np.searchsorted(found, 0.0, side="right") :]
        typical[one, output] = found[found.size // 2] if found.size else 0.0
    return np.asarray(typical[which])

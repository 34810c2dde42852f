"""Settle most lines by a few steps: find out on some of them where steps show most, and how noisy
the function is, and take no more than three on the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gradcheck.differences.brief import Brief, Steps, examine
from gradcheck.differences.climb import Phi
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray

FEWEST = 8
"""Lines from which on it pays to try."""

PILOTS = 8
"""Lines on which the place of the steps is found ..."""

AT_ONCE = 24
"""... where there are more than so many; fewer are all looked at with as many steps as pilots."""

LONG = 8
"""Steps on pilots."""

SHORT = (2, 3)
"""Steps on the others: two suffice where they agree to what is asked for; three are the least that
show of what order a change is."""

MORE = 4
"""Steps on what is left of those."""

FEWEST_STEPS = 3
"""Steps that show by themselves, without other lines, how noisy the function is."""

ENOUGH = 0.75
"""The part of the pilots that fewer steps must settle to be taken."""

MOST = 2**16
"""Values of the function that are looked at together: 30 MB of tableaux."""

OF_OWN = 0.25
"""The largest step of the second attempt, as a fraction of the size of each entry."""

VARIED = 2.0
"""A few variants do not show the worst."""


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

    def tops(self) -> Iterator[FloatArray]:
        """Yield the largest steps to try, shape (lines,), the most promising first."""
        yield self.typical
        yield OF_OWN * self.scale

    def wobble(self, lines: IntArray) -> FloatArray:
        """Return how far slopes differ between variants, shape (len(lines), outputs)."""
        variants, everyone = self.at.shape
        size = OF_OWN * self.scale[lines] / RATIO**2
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
        """Take `count` steps on some lines, the largest being `top`, shape (len(lines),).

        The base of each line is that of its origin, computed among the others, so that it is
        rounded as they are.
        """
        variants, everyone = self.at.shape
        chosen = np.arange(count) % variants
        numbers = chosen[:, None] * everyone + lines
        start = self.at[chosen[:, None], lines]
        above = start + top * RATIO ** np.arange(1.0 - count, 1.0)[:, None]
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
        return Steps(moved[0], moved[1], base, (above - below)[..., None] / 2, at)


@dataclass(eq=False)
class Settled:
    """What has been found out about all lines; shape (lines, outputs), and (lines,)."""

    values: FloatArray
    bound: FloatArray
    doubt: IntArray
    noise: FloatArray
    """The noise seen on lines that are done."""
    done: BoolArray

    @classmethod
    def nothing(cls, lines: int, outputs: int) -> "Settled":
        """Return that nothing is known."""
        shape = (lines, outputs)
        doubt = np.full(shape, Doubt.NONE, dtype=np.int64)
        done = np.zeros(lines, dtype=np.bool_)
        return cls(np.zeros(shape), np.full(shape, np.inf), doubt, np.zeros(shape), done)

    def take(self, lines: IntArray, found: Brief) -> None:
        """Keep what is settled of some lines."""
        largest = np.max(np.abs(self.values), initial=0.0)
        good = found.settled(max(largest, float(np.max(np.abs(found.values), initial=0.0))))
        kept = lines[good]
        self.values[kept], self.bound[kept] = found.values[good], found.bound[good]
        self.doubt[kept], self.noise[kept] = found.doubt[good], found.coarse[good]
        self.done[kept] = True


def runs(ascending: IntArray) -> tuple[IntArray, IntArray]:
    """Return the different values of an array, and which of them each element is.

    As np.unique does, which imports numpy.ma: a tenth of the time of a short run.
    """
    begins = np.ones(ascending.shape, dtype=np.bool_)
    begins[1:] = ascending[1:] != ascending[:-1]
    return ascending[begins], np.cumsum(begins) - 1


def settle(lines: Lines) -> Settled:
    """Return what a few steps settle."""
    count = lines.at.shape[1]
    found = Settled.nothing(count, lines.outputs)
    if count < FEWEST:
        return found
    for top in lines.tops():
        for group in _groups(lines, np.flatnonzero(~found.done)):
            _try(lines, top, group, found)
    return found


def _groups(lines: Lines, chosen: IntArray) -> Iterator[IntArray]:
    """Part many lines by where they start from: there the noise may be another."""
    own = lines.origin[chosen]
    first, _ = runs(own)
    if chosen.size <= AT_ONCE * first.size:
        yield from (_chunks(chosen, LONG * lines.outputs))
        return
    for origin in first:
        yield chosen[own == origin]


def _try(lines: Lines, top: FloatArray, chosen: IntArray, found: Settled) -> None:
    """Try to settle some lines with steps up to `top`."""
    pilots = chosen
    if chosen.size > AT_ONCE * runs(lines.origin[chosen])[0].size:
        pilots = chosen[np.linspace(0, chosen.size - 1, PILOTS).astype(np.int64)]
    steps = lines.steps(pilots, top[pilots], LONG)
    shown = examine(steps)
    found.take(pilots, shown)
    if pilots is chosen or not found.done[pilots].any():
        return
    done = found.done[pilots]
    window = _window(steps, shown, done)
    if window is not None:
        short = top / RATIO ** (LONG - window.stop)
        for count in (window.stop - window.start, MORE):
            for some in _chunks(chosen[~found.done[chosen]], count * lines.outputs):
                found.take(some, examine(lines.steps(some, short[some], count), shown.noise))
    for some in _chunks(chosen[~found.done[chosen]], LONG * lines.outputs):
        found.take(some, examine(lines.steps(some, top[some], LONG)))


def _window(steps: Steps, shown: Brief, done: BoolArray) -> slice | None:
    """Return which few steps in a row settle most of the pilots that all steps settle.

    They are looked for about where the best values of most of those come from.
    """
    middle = int(np.median(shown.step[done])) + 1
    for count in SHORT:
        stops = {min(max(middle + off, count), LONG) for off in (-1, 0, 1)}
        rated = [(_rate(steps.part(slice(s - count, s)), shown.noise), s) for s in sorted(stops)]
        (settled, _), stop = max(rated)
        if settled >= ENOUGH * int(done.sum()):
            return slice(stop - count, stop)
    return None


def _rate(steps: Steps, noise: FloatArray) -> tuple[int, float]:
    """Return how many lines a few steps settle, and how well."""
    shown = examine(steps, noise)
    good = shown.settled()
    with np.errstate(all="ignore"):
        relative = (shown.bound / np.abs(shown.values))[good]
    return (int(good.sum()), -float(np.median(relative))) if relative.size else (0, -np.inf)


def _chunks(lines: IntArray, each: int) -> Iterator[IntArray]:
    size = max(1, MOST // each)
    for start in range(0, lines.size, size):
        yield lines[start : start + size]

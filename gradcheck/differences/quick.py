"""Settle most lines by a few steps: find out on some of them where steps show most, and how noisy
the function is, and take no more than three on the others, or one and a `thirds` point.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.brief import Brief, examine
from gradcheck.differences.finer import have_finer_scale
from gradcheck.differences.saturation import saturate
from gradcheck.differences.stepping import Lines, Steps, runs
from gradcheck.differences.tableau import RATIO
from gradcheck.differences.thirds import by_thirds
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray

FEWEST = 4
"""Lines from the same point that show how noisy the function is there."""

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

FEW = 0.25
"""Where three values leave no more than this part of the lines, fewer steps than `MORE` are not
tried on those: what is smooth enough for them is settled."""

ENOUGH = 0.75
"""The part of the pilots that fewer steps must settle to be taken."""

MOST = 2**16
"""Values of the function that are looked at together: 30 MB of tableaux."""


@dataclass(eq=False)
class Settled:
    """What has been found out about all lines; shape (lines, outputs), and (lines,)."""

    values: FloatArray
    bound: FloatArray
    doubt: IntArray
    noise: FloatArray
    """The noise seen on lines that are done."""
    done: BoolArray
    origin: IntArray
    """For each line the first from the same point."""
    largest: FloatArray
    """The largest slope that is certain from each point, at the number of its first line."""

    @classmethod
    def nothing(cls, origin: IntArray, outputs: int) -> "Settled":
        """Return that nothing is known."""
        lines = origin.size
        shape = (lines, outputs)
        values, noise, largest = np.zeros(shape), np.zeros(shape), np.zeros(lines)
        doubt, done = np.zeros(shape, dtype=np.int64), np.zeros(lines, dtype=np.bool_)
        return cls(values, values + np.inf, doubt, noise, done, origin, largest)

    def take(self, lines: IntArray, found: Brief) -> None:
        """Keep what is settled of some lines."""
        own = self.origin[lines]
        np.maximum.at(self.largest, own, found.certain.max(axis=-1))
        good = found.settled(self.largest[own])
        kept = lines[good]
        self.values[kept], self.bound[kept] = found.values[good], found.bound[good]
        self.doubt[kept], self.noise[kept] = found.doubt[good], found.coarse[good]
        self.done[kept] = True


def settle(lines: Lines) -> Settled:
    """Return what a few steps settle."""
    found = Settled.nothing(lines.origin, lines.outputs)
    first, which = runs(lines.origin)
    enough = np.bincount(which)[which] >= FEWEST if first.size else found.done
    for top in lines.tops():
        if found.done.all():
            break
        for group in _groups(lines, np.flatnonzero(enough & ~found.done)):
            _try(lines, top, group, found)
    flat = np.flatnonzero(found.done & (found.doubt == Doubt.FLAT).any(axis=-1))
    if flat.size:
        saturated = saturate(lines, flat, found.doubt[flat] == Doubt.FLAT, found.noise[flat])
        found.done[flat[saturated]] = False
    return found


def _groups(lines: Lines, chosen: IntArray) -> Iterator[IntArray]:
    """Part lines by where they start from; those of which few start from one point, together.

    What is found out about the lines from one point must not depend on which others there are.
    """
    if chosen.size and lines.origin[chosen[0]] == lines.origin[chosen[-1]]:
        yield chosen
        return
    _, which = runs(lines.origin[chosen])
    count = np.bincount(which)
    small = count <= AT_ONCE
    for point in np.flatnonzero(~small):
        yield chosen[which == point]
    at_a_time = max(1, MOST // (LONG * lines.outputs * AT_ONCE))
    few = np.flatnonzero(small)
    for start in range(0, few.size, at_a_time):
        taken = np.zeros(count.shape, dtype=np.bool_)
        taken[few[start : start + at_a_time]] = True
        yield chosen[taken[which]]


def _try(lines: Lines, top: FloatArray, chosen: IntArray, found: Settled) -> None:
    """Try to settle some lines with steps up to `top`: few from each of some points, or many."""
    pilots = chosen
    if chosen.size > AT_ONCE and lines.origin[chosen[0]] == lines.origin[chosen[-1]]:
        pilots = chosen[np.arange(PILOTS) * (chosen.size - 1) // (PILOTS - 1)]
    steps, tiny = lines.steps_and_tiny(pilots, top[pilots], LONG)
    shown, finer = _as_fine(examine(steps), tiny)
    if finer and pilots is not chosen:
        return
    found.take(pilots, shown)
    if pilots is chosen:
        return
    if found.done[pilots].any():
        _settle_like(lines, top, chosen, found, steps, shown, found.done[pilots])
    elif not _passes_over_some(shown):
        return
    for some in _chunks(chosen[~found.done[chosen]], LONG * lines.outputs):
        steps, tiny = lines.steps_and_tiny(some, top[some], LONG)
        found.take(some, _as_fine(examine(steps), tiny)[0])


def _passes_over_some(shown: Brief) -> bool:
    """Return whether there are outputs that no pilot moves: how coarsely those are rounded, others
    may show.
    """
    return bool((~shown.sound & (shown.values == 0)).all(axis=0).any())


def _settle_like(
    lines: Lines, top: FloatArray, chosen: IntArray, found: Settled, steps: Steps, shown: Brief,
    done: BoolArray,
) -> None:  # fmt: skip
    """Try to settle lines with few steps each, as pilots are that are done."""
    noise = _noise(steps, shown)
    for some, seen in by_thirds(lines, chosen, top, steps, noise, found.done):
        found.take(some, seen)
    left = int(np.count_nonzero(~found.done[chosen]))
    if not left:
        return
    middle = _middle(shown, done)
    counts, stop = [MORE] if left > AT_ONCE else [], min(max(middle, MORE), LONG)
    if left > FEW * chosen.size:
        window = _window(steps, middle, done, noise)
        counts, stop = ([], LONG) if window is None else ([len(window), MORE], window.stop)
    short = top / RATIO ** (LONG - stop)
    for count in counts:
        for some in _chunks(chosen[~found.done[chosen]], count * lines.outputs):
            found.take(some, examine(lines.steps(some, short[some], count), noise))


def _as_fine(shown: Brief, tiny: Steps) -> tuple[Brief, bool]:
    """Return what is seen, sound only from points where tiny steps show no finer scale, and whether
    any shows one.
    """
    up, down = tiny.moved
    finer = have_finer_scale(up, down, tiny.size, tiny.at, shown.values, shown.bound)
    if not finer.any():
        return shown, False
    at_points = (np.bincount(tiny.point, finer) > 0)[tiny.point]
    return replace(shown, sound=shown.sound & ~at_points[:, None]), True


def _noise(steps: Steps, shown: Brief) -> FloatArray:
    """Return the noise relative to the value that pilots show, shape (outputs,).

    What is typical of a few does not say much: of those the largest counts.
    """
    few = (shown.doubt != Doubt.FLAT).sum(axis=0) < FEWEST
    with np.errstate(all="ignore"):
        largest = (shown.coarse / np.abs(steps.base[0])).max(axis=0)
    typical = np.broadcast_to(shown.noise, shown.values.shape)[0]
    return np.asarray(np.where(few, largest, typical))


def _middle(shown: Brief, done: BoolArray) -> int:
    """Return up to which step the best values of most pilots come from, of those that are done."""
    taken = np.sort(shown.step[done], axis=None)
    return int(taken[taken.size // 2]) + 1


def _window(steps: Steps, middle: int, done: BoolArray, noise: FloatArray) -> range | None:
    """Return which few steps in a row settle most of the pilots that all steps settle.

    They are looked for about where the best values of most of those come from.
    """
    for count in SHORT:
        stops = sorted({min(max(middle + off, count), LONG) for off in (-1, 0, 1)})
        windows = [slice(stop - count, stop) for stop in stops]
        settled, _, best = max(_rated(steps, windows, noise))
        if settled >= ENOUGH * int(done.sum()):
            return range(LONG)[windows[best]]
    return None


def _rated(
    steps: Steps, windows: list[slice], noise: FloatArray
) -> Iterator[tuple[int, float, int]]:
    """Yield for each few steps in a row how many lines they settle, how well, and its number."""
    shown = examine(steps.side_by_side(windows), noise)
    good = shown.settled().reshape(len(windows), -1)
    with np.errstate(all="ignore"):
        relative = (shown.bound / np.abs(shown.values)).max(axis=-1).reshape(good.shape)
    for number, (settled, bound) in enumerate(zip(good, relative, strict=True)):
        well = -float(np.sort(bound[settled])[settled.sum() // 2]) if settled.any() else -np.inf
        yield int(settled.sum()), well, number


def _chunks(lines: IntArray, each: int) -> Iterator[IntArray]:
    size = max(1, MOST // each)
    for start in range(0, lines.size, size):
        yield lines[start : start + size]

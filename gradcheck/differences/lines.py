"""Differentiate along lines: climb, look closer where a climb was stirred, and give the reasons."""

import numpy as np

from gradcheck.differences.climb import HOME, SAFETY, SIGNIFICANT, Phi, climb
from gradcheck.differences.found import EPS, End
from gradcheck.differences.jumps import jump_sizes
from gradcheck.differences.quick import settle
from gradcheck.differences.stepping import Lines, runs
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray, Numeric

FINE = 2.0**-22
"""Jumps up to this fraction of the largest value are taken as rounding, in float32 for instance
(whose unit in the last place is at most 2^-23); larger ones as stairs that have no slope."""

WIDER = 4.0 ** np.arange(1, 10)
"""Multiples of the last step at which the largest value is looked for: a cost near zero may be the
difference of large numbers, whose rounding its jumps are."""

FEW = 3
"""A cost with no more distinct values than this is a staircase of its own making; one with more may
be computed coarsely, and then its slope is not zero but unknown."""

LOOKS = 3
MUCH_LARGER = 16.0
"""A climb is looked into up to three times, and made again while jumps come out so many times
larger: those of one kind of rounding differ by less, for they add up a few roundings."""

BEYOND = 16.0
"""How far beyond the step of the best estimate a jump counts as its noise."""

PRECISE = 1e-11
"""A contradiction of estimates this good (relative) is not worth a closer look."""

DRIFTED = 1e-3
"""A slope that drifts is singular only when its bound is no better than this (relative)."""

WILD = 2.0**-10
"""Noise above this fraction of the largest value is no noise but a function too wild to follow."""

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
    noise = _largest_in_group(lines.origin, found.noise) if rest.size else found.noise
    size = max(1, CHUNK // lines.outputs)
    for start in range(0, rest.size, size):
        some = rest[start : start + size]
        climbed = _climbed(lines, some, noise[some])
        found.values[some], found.doubt[some] = climbed.values, climbed.doubt
        found.bound[some] = climbed.bound
    if rest.size and lines.at.shape[0] > 1:
        found.bound[rest] += lines.wobble(rest)
    return Numeric(found.values, found.bound, found.doubt)


def _largest_in_group(group: IntArray, values: FloatArray) -> FloatArray:
    """Return for each line the largest value of all lines of its group; (lines, outputs)."""
    _, which = runs(group)
    largest = np.zeros((which.max() + 1, values.shape[1]))
    np.maximum.at(largest, which, values)
    return np.asarray(largest[which])


def _climbed(lines: Lines, some: IntArray, noise: FloatArray) -> Numeric:
    with np.errstate(all="ignore"):
        chosen = lines.at[0, some], lines.scale[some], lines.origin[some], noise
        return _Slopes(lambda one, x: lines.phi(some[one], x), *chosen).differentiate()


class _Slopes:
    """A number of lines that are differentiated together."""

    def __init__(
        self, phi: Phi, at: FloatArray, scale: FloatArray, origin: IntArray, noise: FloatArray
    ) -> None:
        """Take a `noise`, shape (lines, outputs), from other lines of the same origin, if known."""
        self.phi, self.at, self.scale, self.origin, self.noise = phi, at, scale, origin, noise
        self.found = climb(phi, at, scale)
        self.doubt = np.full(self.found.base.shape, Doubt.NONE, dtype=np.int64)

    def differentiate(self) -> Numeric:
        found = self.found
        self._call_flat((found.steps == 0) & (found.end != End.STIRRED) & (found.flat > 0))
        self._look_closer()
        size = np.abs(found.numeric)
        kink = found.kink_then > found.bound
        wild = (found.noise_then > WILD * found.largest) & (size <= SIGNIFICANT * found.bound)
        drifted = found.singular | (found.drifted & ~(found.bound <= DRIFTED * size))
        unresolved = (found.bound == np.inf) & (self.doubt == Doubt.NONE)
        missing = unresolved & (found.end == End.WALL)
        # The later ones win: a kink that drifts is a kink, and what is not finite is only that.
        for where, reason in (
            (unresolved, Doubt.NOISY), (drifted, Doubt.SINGULAR), (wild, Doubt.NOISY),
            (kink, Doubt.KINK), (missing, Doubt.NOT_FINITE),
        ):  # fmt: skip
            self._doubt(where, reason)
        unknown = (self.doubt == Doubt.SINGULAR) | (self.doubt == Doubt.NOT_FINITE)
        return Numeric(np.where(unknown, np.nan, found.numeric), found.bound, self.doubt)

    def _look_closer(self) -> None:
        """Find out what stirred or contradicted climbs; climb again where it was fine stairs.

        The first jump that is found may be one of the smaller ones, so this is done more than once.
        """
        known = np.zeros(self.found.base.shape)
        for _ in range(LOOKS):
            jumps = self._jumps()
            self._call_flat((self.found.end == End.STIRRED) & (jumps == 0))
            larger = jumps > MUCH_LARGER * known
            known = np.where(larger, jumps, known)
            if not larger.any():
                break
            self._climb_again(np.where(larger, jumps, 0.0))

    def _jumps(self) -> FloatArray:
        """Return the noise that jumps are, where they explain the end of a climb; else 0."""
        found = self.found
        stirred = found.end == End.STIRRED
        vague = found.bound > PRECISE * np.abs(found.numeric)
        where = np.nonzero(stirred | ((found.end == End.CONTRADICTED) & vague))
        jumps = np.zeros(found.base.shape)
        if not where[0].size:
            return jumps
        flat = stirred[where]
        sizes = jump_sizes(
            self.phi, where[0], where[1], self.at[where[0]], found.base[where],
            slope=np.where(flat, 0.0, found.numeric[where]), reach=self._reach()[where], flat=flat,
        )  # fmt: skip
        # A movement that does not happen again is noise too: the stack it was computed in.
        unrepeated = np.where(flat, found.noise[where], 0.0)
        jumps[where] = np.where(np.isnan(sizes), unrepeated, sizes)
        largest = found.largest.copy()
        distinct = np.zeros(found.base.shape, dtype=np.int64)
        around, distinct[where] = self._values_around(where)
        largest[where] = np.maximum(largest[where], around)
        coarse = jumps > FINE * largest
        self._doubt(coarse, Doubt.STAIRCASE)
        self._doubt(coarse & (distinct > FEW), Doubt.COARSE)
        found.end[coarse] = End.COARSE
        return np.where(coarse, 0.0, jumps)

    def _reach(self) -> FloatArray:
        """Return how far to look for a jump.

        To the edge of a flat stretch, or a little beyond the best estimate: what contradicts that
        from further away does not make it noisy.
        """
        found = self.found
        near = np.minimum(found.reach, BEYOND * found.step)
        return np.where(found.end == End.STIRRED, found.reach, near)

    def _values_around(self, where: tuple[IntArray, ...]) -> tuple[FloatArray, IntArray]:
        """Return the largest value, and how many different ones, that are met far and wide."""
        lines, outputs = where
        met = [self.found.base[where]]
        for multiple in (*WIDER, *-WIDER):
            value = self.phi(lines, self.at[lines] + multiple * self.found.reach[where])
            met.append(value[np.arange(lines.size), outputs])
        values = np.sort(np.array(met), axis=0)
        largest = np.where(np.isfinite(values), np.abs(values), 0.0).max(axis=0)
        return largest, 1 + (np.diff(values, axis=0) > 0).sum(axis=0)

    def _climb_again(self, noise: FloatArray) -> None:
        again = np.flatnonzero((noise > 0).any(axis=-1))
        if not again.size:
            return
        second = climb(
            lambda chosen, x: self.phi(again[chosen], x), self.at[again], self.scale[again],
            noise[again],
        )  # fmt: skip
        lines, outputs = np.nonzero(noise[again] > 0)
        self.found.put((again[lines], outputs), second.take((lines, outputs)))

    def _call_flat(self, where: BoolArray) -> None:
        """Where a value does not move up to a step, its slope is below its rounding / step.

        How coarsely it is rounded, other lines through the same point show. Where none does, a
        flat stretch that ends where the value does not exist is not known to be flat.
        """
        if not where.any():
            return
        found = self.found
        self.doubt[where] = Doubt.FLAT
        found.numeric[where] = 0.0
        reach = np.minimum(found.flat, HOME * self.scale[:, None])
        # What is flat here and moves further out, as a ReLU does, shows nothing of rounding.
        shown = np.where(found.steps > 0, found.noise, 0.0)
        seen = _largest_in_group(self.origin, np.fmax(shown, self.noise))
        rounding = np.maximum(seen, EPS * np.abs(found.base))
        rounding[(found.end == End.WALL) & (seen == 0)] = np.inf
        found.bound[where] = (SAFETY * rounding / reach)[where]

    def _doubt(self, where: BoolArray, reason: Doubt) -> None:
        self.doubt[where] = reason
        self.found.bound[where] = np.inf


def accepted_steps(phi: Phi, at: FloatArray, scale: FloatArray) -> FloatArray:
    """Return the largest step that each line's estimate is extrapolated from, by climbing.

    The result has the shape (lines, outputs); it is 0 where no estimate was accepted.
    """
    with np.errstate(all="ignore"):
        slopes = _Slopes(phi, at, scale, np.arange(at.size), np.zeros((at.size, 1)))
        slopes.differentiate()
    return slopes.found.step

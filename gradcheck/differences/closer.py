"""Climb along lines, look closer at what may have misled a climb, and give the reasons of doubt."""

import numpy as np

from gradcheck.differences.climb import SIGNIFICANT, Phi, climb
from gradcheck.differences.departures import Departures
from gradcheck.differences.flat import UNSEEN, flat_bounds
from gradcheck.differences.found import End
from gradcheck.differences.jumps import jump_sizes
from gradcheck.differences.surroundings import Surroundings
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray, Numeric

FINE = 2.0**-22
"""Jumps up to this fraction of the largest value are taken as rounding, in float32 for instance
(whose unit in the last place is at most 2^-23); larger ones as stairs that have no slope."""

CANCELLED = 2.0**6
"""Stairs up to so many times as large may be the rounding of two parts that cancel."""

FEW = 3
"""A cost with no more distinct values than this is a staircase of its own making; one with more may
be computed coarsely, and then its slope is not zero but unknown. So is the slope of a cost that has
another between the stairs."""

LOOKS = 3
MUCH_LARGER, LARGER = 16.0, 4.0
"""A climb is looked into up to three times, and made again while jumps come out so many times
larger: those of one kind of rounding differ by less, for they add up a few roundings. The second
counts where the slope is another further out: what was found before does not explain that."""

BEYOND = 16.0
"""How far beyond the step of the best estimate a jump counts as its noise."""

VAGUE = 1e-2
"""A bound above this fraction of the slope is of little use."""

PRECISE = 1e-11
"""A contradiction of estimates this good (relative) is not worth a closer look."""

DRIFTED = 1e-3
"""A slope that drifts is singular only when its bound is no better than this (relative)."""

WILD = 2.0**-10
"""Noise above this fraction of the largest value is no noise but a function too wild to follow."""


def climb_closely(
    phi: Phi, at: FloatArray, scale: FloatArray, origin: IntArray, noise: FloatArray
) -> tuple[Numeric, FloatArray]:
    """Differentiate along lines by climbing; arrays of shape (lines,).

    `noise`, shape (lines, outputs), is what other lines of the same origin have shown. Return the
    derivative, and the largest step that each estimate is extrapolated from, 0 where none was
    accepted; both of shape (lines, outputs).
    """
    with np.errstate(all="ignore"):
        slopes = _Slopes(phi, at, scale, origin, noise)
        return slopes.differentiate(), slopes.found.step


class _Slopes:
    """A number of lines that are differentiated together."""

    def __init__(
        self, phi: Phi, at: FloatArray, scale: FloatArray, origin: IntArray, noise: FloatArray
    ) -> None:
        """Take a `noise`, shape (lines, outputs), from other lines of the same origin, if known."""
        self.around, self.noise = Surroundings(phi, at, scale, origin), noise
        self.found = climb(phi, at, scale)
        self.doubt = np.full(self.found.base.shape, Doubt.NONE, dtype=np.int64)

    def differentiate(self) -> Numeric:
        found = self.found
        self._call_flat((found.steps == 0) & (found.end != End.STIRRED) & (found.flat > 0))
        self._look_closer()
        self._allow_for_noise()
        size = np.abs(found.numeric)
        found.bound = found.bound * found.left
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
        """Find out what stirred or contradicted climbs, or changes the slope beyond them.

        They are climbed again where it was fine stairs. The first jump that is found may be one of
        the smaller ones, so this is done more than once.
        """
        known = np.zeros(self.found.base.shape)
        again: BoolArray = np.ones(len(known), dtype=np.bool_)
        for _ in range(LOOKS):
            departures = Departures(self.around, self.found, self._reach(), again)
            departed = (departures.step > 0) & (self.found.end == End.SETTLED)
            known = np.where(departed & (known == 0), self.found.noise, known)
            jumps = self._jumps(departures)
            self._call_flat((self.found.end == End.STIRRED) & (jumps == 0))
            larger = jumps > np.where(departed, LARGER, MUCH_LARGER) * known
            known = np.where(larger, jumps, known)
            if not larger.any():
                break
            self._climb_again(np.where(larger, jumps, 0.0))
            again = np.asarray(larger.any(axis=-1))

    def _jumps(self, departures: Departures) -> FloatArray:
        """Return the noise that jumps are, where they explain the end of a climb, or what departs
        from it further out; else 0. What has stairs for jumps is called so.
        """
        found = self.found
        departed = departures.step > 0
        vague = found.bound > PRECISE * np.abs(found.numeric)
        ended = (found.end == End.STIRRED) | ((found.end == End.CONTRADICTED) & vague)
        jumps = np.zeros(found.base.shape)
        if not (ended | departed).any():
            return jumps
        far = departed & (found.end == End.SETTLED)
        where = np.nonzero(ended | far)
        jumps[where] = self._sizes(where, np.where(far, departures.step, self._reach()))
        # What contradicts a slope may be no jump close by, but the stairs that it lies between.
        where = np.nonzero(departed & ended & (jumps == 0))
        jumps[where] = self._sizes(where, departures.step)
        large = self._call_staircase(jumps, ended, departures)
        return np.where(large, 0.0, jumps)

    def _sizes(self, where: tuple[IntArray, ...], reach: FloatArray) -> FloatArray:
        """Return the sizes of the jumps within reach of some slopes, shape (len(where[0]),)."""
        found = self.found
        if not where[0].size:
            return np.zeros(0)
        flat = (found.end == End.STIRRED)[where]
        sizes = jump_sizes(
            self.around.phi, where[0], where[1], self.around.at[where[0]], found.base[where],
            slope=np.where(flat, 0.0, found.numeric[where]), reach=reach[where], flat=flat,
        )  # fmt: skip
        # A movement that does not happen again is noise too: the stack it was computed in.
        unrepeated = np.where(flat, found.noise[where], 0.0)
        return np.where(np.isnan(sizes), unrepeated, sizes)

    def _call_staircase(
        self, jumps: FloatArray, ended: BoolArray, departures: Departures
    ) -> BoolArray:
        """Say where jumps are stairs that have no slope, or hide it; return where they are too
        large to be rounding.
        """
        found, departed = self.found, departures.step > 0
        largest = np.where(departed, found.largest_then, found.largest)
        distinct = np.zeros(found.base.shape, dtype=np.int64)
        where = np.nonzero(ended)
        if where[0].size:
            met, distinct[where] = self.around.values(where, found.base[where], found.reach[where])
            largest[where] = np.maximum(largest[where], met)
        large = jumps > FINE * largest
        # A slope that has settled is not made doubtful by a single jump that is no rounding, nor by
        # stairs so large that they are no rounding of parts which cancel either.
        small = large & departed & (jumps <= CANCELLED * FINE * largest)
        stairs = departures.of_stairs(small & ~departures.lasting, jumps)
        coarse = large & (ended | departures.lasting | stairs)
        sloped = (distinct > FEW) | (np.abs(found.numeric) > SIGNIFICANT * found.bound)
        self._doubt(coarse, Doubt.STAIRCASE)
        self._doubt(coarse & sloped, Doubt.COARSE)
        found.end[coarse] = End.COARSE
        return np.asarray(large)

    def _reach(self) -> FloatArray:
        """Return how far to look for a jump.

        To the edge of a flat stretch, or a little beyond the best estimate: what contradicts that
        from further away does not make it noisy.
        """
        found = self.found
        near = np.minimum(found.reach, BEYOND * found.step)
        return np.where(found.end == End.STIRRED, found.reach, near)

    def _allow_for_noise(self) -> None:
        """Where a bound is of little use, climb again with what was not taken for noise as noise:
        it may be smaller at the small steps, like that of an iteration.

        Nothing shows which of the two it is. So where that would be sharper, the bound covers both,
        unless the second slope stands out and is one of those that the first allows.
        """
        found = self.found
        vague = (found.bound > VAGUE * np.abs(found.numeric)) & (found.bound < np.inf)
        where = vague & (found.rough > found.noise) & (self.doubt == Doubt.NONE)
        if not where.any():
            return
        before = found.take(np.arange(len(where)))
        self._climb_again(np.where(where, UNSEEN * found.rough, 0.0))
        sharper = where & (found.bound < before.bound)
        both = np.abs(found.numeric - before.numeric) + found.bound
        stands_out = np.abs(found.numeric) > SIGNIFICANT * found.bound
        kept = np.nonzero(~(sharper & stands_out & (both <= before.bound)))
        found.put(kept, before.take(kept))
        found.bound[kept] = np.where(sharper, np.fmax(before.bound, both), before.bound)[kept]

    def _climb_again(self, noise: FloatArray) -> None:
        again = np.flatnonzero((noise > 0).any(axis=-1))
        if not again.size:
            return
        around = self.around
        second = climb(
            lambda chosen, x: around.phi(again[chosen], x), around.at[again], around.scale[again],
            noise[again],
        )  # fmt: skip
        lines, outputs = np.nonzero(noise[again] > 0)
        self.found.put((again[lines], outputs), second.take((lines, outputs)))

    def _call_flat(self, where: BoolArray) -> None:
        """Say that a value does not move up to a step: its slope is below its rounding / step."""
        if where.any():
            found = self.found
            self.doubt[where] = Doubt.FLAT
            found.numeric[where] = 0.0
            found.bound[where] = flat_bounds(found, where, self.noise, self.around)[where]

    def _doubt(self, where: BoolArray, reason: Doubt) -> None:
        self.doubt[where] = reason
        self.found.bound[where] = np.inf

"""Climb from small steps to large ones, and stop at the first that contradicts the smaller.

Along a line through the point, each step of a ladder gives a central difference; the tableau turns
them into estimates with truncation errors; the scatter between neighbouring rows measures how noisy
the function's values are (after Moré and Wild 2011, who take it from a table of differences). Each
estimate, give or take its bound, is an interval. Small steps are noisy but see the function as it
is at the point; large ones are precise but may see something else (another branch, a saturated
tail, another period). So a larger step counts only while its interval meets all those before it.
"""

from collections.abc import Callable

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences import tableau
from gradcheck.differences.found import EPS, SMALLEST, Climbed, End
from gradcheck.differences.tableau import ORDERS, RATIO
from gradcheck.differences.watch import DriftWatch, KinkWatch, RoughWatch
from gradcheck.records import BoolArray, FloatArray, IntArray

Phi = Callable[[IntArray, FloatArray], FloatArray]
"""`phi(lines, positions)`: the function's values where line `lines[i]` passes `positions[i]`.
Shapes (n,), (n,) -> (n, outputs)."""

LOWEST, HIGHEST = -46, 34
"""The ladder begins and ends at these powers of two, relative to the entry. Below 2^-46 a step has
too few bits of the entry left; up to 2^34 lets an entry of 1e-6 find a function whose own scale is
1e4."""

LADDER = 2.0**LOWEST * RATIO ** np.arange(int((HIGHEST - LOWEST) / np.log2(RATIO)) + 1)

WARM_UP = 4
"""Steps before an interval may contradict another: fewer do not measure the noise."""

ESTABLISHED = 8
"""Steps after which the noise counts as known ..."""

ERRATIC = 4.0
"""... so that an element of the tableau that moves by more than this many times the noise shows
something else: truncation, a bend, another period. It may contradict, but is not accepted."""

SEASONED = 12
"""Steps before a climb may end for want of progress: a slope without limit shows by then."""

HOME = 4.0
"""Beyond this many times the entry's own size a step counts only where the slope stands out from
its bound: there a bounded function looks like noise, which any step divides down to nothing."""

CLEARLY = 2.0**6
"""There a slope stands out at this many times its bound: among so many steps, chance makes a few
times."""

SIGNIFICANT = 4.0
"""Elsewhere a slope stands out at this many times its bound."""

GROWN = 16.0
"""No larger step can be more precise once the value has grown so many times, as its rounding has
grown as well ..."""

OF_ITS_OWN = 2.0**-10
"""Noise below this fraction of the value grows with the value."""

PRECISION_LEFT = 2.0**26
"""... unless it was near zero: then once it is so many times the noise."""

PATIENCE = 3
"""Steps without a better bound after which none is expected any more."""

SAFETY = 2.0
"""Rounding counted twice: the noise is the largest of the forty or so values that were seen, and
one that matters may exceed it."""

SLACK = 2.0
"""Intervals contradict each other when they are apart even at this many times their width."""

ROUNDINGS = 8.0
"""A first movement of up to so many units in the last place is the rounding of the value itself; a
larger one after a flat stretch asks for a closer look."""


@dataclass
class _Step:
    """The function at one step: central difference, even part, and where they may be used."""

    size: FloatArray
    slope: FloatArray
    even: FloatArray
    used: BoolArray


class _Climb:
    """The lines that still climb, with the memory that only climbing needs."""

    def __init__(self, found: Climbed, lines: IntArray, at: FloatArray, scale: FloatArray) -> None:
        shape = found.base.shape
        self.lines, self.found = lines, found
        self.at, self.scale = np.abs(at)[:, None], scale[:, None]
        self.quiet = found.noise == 0
        self.last_bar = np.full(shape, np.inf)
        self.row = np.full((*shape, ORDERS), np.nan)
        self.even_row = np.full((*shape, ORDERS), np.nan)
        self.kink, self.drift = KinkWatch.start(shape), DriftWatch.start(shape)
        self.rough = RoughWatch.start(shape)

    def step(self, plus: FloatArray, minus: FloatArray, size: FloatArray) -> None:
        """Take in the function's values one step up the ladder."""
        step = self._measure(plus, minus, size)
        bars, erratic = self._extend(step)
        self._contradict(step, bars)
        self._accept(step, np.where(erratic, np.inf, bars))
        found = self.found
        enough = np.maximum(GROWN * np.abs(found.base), PRECISION_LEFT * found.noise)
        idle = (found.stale >= PATIENCE) | (found.largest > enough)
        settled = (found.end == End.OPEN) & (found.steps >= SEASONED) & idle
        found.end = np.where(settled, End.SETTLED, found.end)

    def _measure(self, plus: FloatArray, minus: FloatArray, size: FloatArray) -> _Step:
        found = self.found
        climbing = found.end == End.OPEN
        finite = np.isfinite(plus) & np.isfinite(minus)
        found.end = np.where(climbing & ~finite, End.WALL, found.end)
        climbing &= finite
        size = np.broadcast_to(size[:, None], plus.shape)
        found.reach = np.where(climbing, size, found.reach)
        met = np.maximum(np.abs(plus), np.abs(minus))
        found.largest = np.where(climbing, np.maximum(found.largest, met), found.largest)
        up, down = plus - found.base, minus - found.base
        moved = np.maximum(np.abs(up), np.abs(down))
        still = climbing & self.quiet & (found.steps == 0)
        found.flat = np.where(still & (moved == 0), size, found.flat)
        first = still & (moved > 0) & (found.flat > 0)
        stirred = first & (moved > ROUNDINGS * EPS * found.largest)
        found.end = np.where(stirred, End.STIRRED, found.end)
        found.noise = np.where(stirred, moved, found.noise)
        self._begin_flat(first & ~stirred, moved)
        used = climbing & ~stirred & ((moved > 0) | (found.steps > 0) | ~self.quiet)
        found.steps = found.steps + used
        return _Step(size, (plus - minus) / (2 * size), (up + down) / 2, used)

    def _begin_flat(self, where: BoolArray, moved: FloatArray) -> None:
        """Count the steps at which nothing moved as steps with slope 0, to within the rounding."""
        found = self.found
        found.noise = np.where(where, np.maximum(found.noise, moved), found.noise)
        rounding = found.noise + EPS * found.largest
        # Further out a bounded function is flat as well, if it is rounded coarsely enough.
        reach = np.minimum(found.flat, HOME * self.scale)
        bound = SAFETY * tableau.AMPLIFICATION * rounding / reach
        found.bound = np.where(where, bound, found.bound)
        found.step = np.where(where, found.flat, found.step)
        found.low = np.where(where, -SLACK * bound, found.low)
        found.high = np.where(where, SLACK * bound, found.high)
        found.steps = np.where(where, WARM_UP, found.steps)
        self.row[where] = 0.0
        self.even_row[where] = 0.0

    def _extend(self, step: _Step) -> tuple[FloatArray, BoolArray]:
        """Add a row to the tableaux, and learn the noise from it.

        Return each element's bound, and whether it has moved from the row before by more than noise
        can have moved it: then it may contradict, but is not to be trusted.
        """
        found, used = self.found, step.used
        row = tableau.extend(self.row, step.slope)
        even_row = tableau.extend(self.even_row, step.even / step.size**2)
        errors = tableau.truncation_errors(self.row, row)
        smallest = tableau.smallest_steps(step.size)
        before = smallest / RATIO
        odd_noise = tableau.disagreement(self.row, row, before)
        even_noise = tableau.disagreement(self.even_row, even_row, before**2)
        growth = self._growth()
        scatter = np.maximum(odd_noise, even_noise)
        # Operations on the entry round it; near a cancellation that drifts with the step, so
        # smoothly that no scatter shows it.
        hidden = EPS / 2 * self.at * np.abs(step.slope)
        known = np.maximum(found.noise * growth, EPS * found.largest + hidden)
        limit = np.where(found.steps > ESTABLISHED, ERRATIC * known, np.inf)
        learns = self.rough.see(np.abs(row - self.row) * before, scatter, growth, limit, used)
        found.noise = np.where(learns, np.maximum(found.noise, scatter / growth), found.noise)
        found.rough = self.rough.size
        self.row = np.where(used[..., None], row, self.row)
        self.even_row = np.where(used[..., None], even_row, self.even_row)
        # Column 0 is compared with the step before, which has more of the noise.
        smallest[..., 0] /= RATIO
        rounding = found.noise * growth + EPS * found.largest + hidden + SMALLEST
        bars = errors + SAFETY * tableau.AMPLIFICATION * rounding[..., None] / smallest
        self.kink.see(step.even, step.size, rounding, used)
        self.drift.see(step.slope, step.size, EPS * found.largest / step.size, used)
        return np.where(np.isnan(bars), np.inf, bars), self.rough.erratic

    def _growth(self) -> FloatArray:
        """Return by how much the noise has grown since the first steps: as the value has.

        A value near zero, though, may be the difference of large numbers, and they make its noise.
        """
        found = self.found
        size = np.abs(found.base)
        growth = np.maximum(found.largest / size, 1.0)
        return np.where(found.noise < OF_ITS_OWN * size, growth, 1.0)

    def _contradict(self, step: _Step, bars: FloatArray) -> None:
        """End the climbs whose row contradicts those before; else narrow the common interval."""
        found = self.found
        value, bar = self._best(bars)
        low, high = value - SLACK * bar, value + SLACK * bar
        ready = step.used & (found.steps >= WARM_UP)
        contradicted = ready & ((low > found.high) | (high < found.low))
        found.end = np.where(contradicted, End.CONTRADICTED, found.end)
        ready &= ~contradicted
        found.low = np.where(ready, np.maximum(found.low, low), found.low)
        found.high = np.where(ready, np.minimum(found.high, high), found.high)
        hopeless = step.used & (bar >= self.last_bar)
        self.last_bar = np.where(step.used, bar, self.last_bar)
        found.stale = found.stale + hopeless

    def _accept(self, step: _Step, bars: FloatArray) -> None:
        """Keep the best estimate of the row where it is better than those before."""
        found = self.found
        value, bar = self._best(bars)
        stands_out = (step.size <= HOME * self.scale) | (np.abs(value) > CLEARLY * bar)
        sound = step.used & (found.end == End.OPEN) & stands_out
        better = sound & (bar < found.bound)
        found.numeric = np.where(better, value, found.numeric)
        found.bound = np.where(better, bar, found.bound)
        found.noise_then = np.where(better, found.noise, found.noise_then)
        found.largest_then = np.where(better, found.largest, found.largest_then)
        found.step = np.where(better, step.size, found.step)
        found.kink_then = np.where(better, self.kink.size, found.kink_then)
        found.stale = np.where(better, 0, found.stale)
        found.drifted = found.drifted | self.drift.drifted
        found.singular = found.singular | self.drift.singular
        found.left = np.maximum(found.left, self.drift.left(found.step))

    def _best(self, bars: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the element of the last row with the smallest bound, and that bound."""
        column = np.argmin(bars, axis=-1)[..., None]
        value = np.take_along_axis(self.row, column, -1)[..., 0]
        return value, np.take_along_axis(bars, column, -1)[..., 0]

    def leave(self) -> tuple[IntArray, Climbed]:
        """Drop the lines whose outputs have all ended; return them."""
        climbing = np.asarray((self.found.end == End.OPEN).any(axis=-1))
        gone = self.lines[~climbing], self.found.take(~climbing)
        if gone[0].size:
            self.lines, self.found = self.lines[climbing], self.found.take(climbing)
            for name in ("at", "scale", "quiet", "last_bar", "row", "even_row"):
                setattr(self, name, getattr(self, name)[climbing])
            self.kink, self.drift = self.kink.keep(climbing), self.drift.keep(climbing)
            self.rough = self.rough.keep(climbing)
        return gone


def climb(phi: Phi, at: FloatArray, scale: FloatArray, noise: FloatArray | None = None) -> Climbed:
    """Climb the ladder along every line.

    `at` and `scale`, shape (lines,): each line's entry, and the positive size that its steps are
    relative to. `noise`, shape (lines, outputs): a noise already known, by default none.
    """
    everyone = np.arange(at.size)
    base = phi(everyone, at)
    start = Climbed.start(base, np.zeros(base.shape) if noise is None else noise)
    result = start.take(everyone)
    state = _Climb(start, everyone, at, scale)
    result.put(*state.leave())
    for relative in LADDER:
        lines = state.lines
        if not lines.size:
            break
        above = at[lines] + relative * scale[lines]
        below = at[lines] - (above - at[lines])
        values = phi(np.concatenate([lines, lines]), np.concatenate([above, below]))
        state.step(values[: lines.size], values[lines.size :], (above - below) / 2)
        result.put(*state.leave())
    result.put(state.lines, state.found)
    return result

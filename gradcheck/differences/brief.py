"""A few steps for every line at once, where they show that the function is smooth there.

The climb asks for some forty values of the function on each line. Where three or a few more steps
already give a bound that is good enough, and nothing about them is out of the ordinary, the rest is
saved. What is ordinary of a smooth function: central differences change with the square of the
step, or not at all; the two one-sided slopes meet as the step goes to zero; every estimate's
interval meets all those of the smaller steps. A line on which anything else is seen, or on which
the bound is not good enough, is not settled here: it has to be climbed.
"""

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences import tableau
from gradcheck.differences.climb import SAFETY, SLACK
from gradcheck.differences.found import EPS, SMALLEST
from gradcheck.differences.scatter import columns_of, scattered, stairs_of, typical_of
from gradcheck.differences.stepping import Steps
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray

QUADRATIC = 6.0
"""Central differences must change so many times as much from one step to the next: 13.7 is smooth,
3.7 a jump of the second derivative, 0.3 a bend that was passed over."""

VISIBLE = 4.0
"""A change counts above so many times what rounding may do to it."""

FINE, OF_LARGEST, FAINT = 1e-8, 1e-9, 1e-12
"""A bound is good enough at this fraction of the slope (a tenth of the default tolerance) and the
second fraction of the largest slope, or at the third fraction of the largest, ..."""

LIMITED, ROUNDED = 1e-6, 64.0
"""... or at this fraction of the slope where rounding makes at least half of it: there, more steps
would help little. But it must be that of float64, at most so many units: anything larger may be no
noise at all but a faint kink or ripple, which steps of its own size show."""

UNIMPORTANT = 1e-3
"""What is flat within this fraction of the largest slope is not followed further: a dead unit of a
network in float32 is."""

CHANCE = 2.0**10
"""A column's error estimate may fall so many times below what `tableau.truncation_errors` takes
from the column before, for here the order of what it removes is confirmed step by step."""

FLAT = np.int64(Doubt.FLAT)

HIDDEN = 4.0
"""A kink may be as large as so many bounds before it counts: rounding hides a smaller one."""


@dataclass(frozen=True, eq=False)
class Brief:
    """What a few steps have shown; all of shape (lines, outputs)."""

    values: FloatArray
    bound: FloatArray
    doubt: IntArray
    sound: BoolArray
    """Where nothing was out of the ordinary."""
    step: IntArray
    """The number of the largest step that the value is from."""
    rounding: FloatArray
    """The part of the bound that is rounding."""
    coarse: FloatArray
    """The noise of each line."""
    noise: FloatArray
    """The noise of all lines from the same point, relative to the value; or one number for all."""
    largest: FloatArray
    """The largest value met."""
    suffices: float = 1.0
    """How many times the bound that is good enough will do."""

    @property
    def certain(self) -> FloatArray:
        """What a slope is at least, whatever its sign; 0 where nothing is known of it.

        Steps that land on a singularity show slopes as large as one likes, and no more than that.
        """
        with np.errstate(invalid="ignore"):
            least = np.abs(self.values) - self.bound
        return np.where(self.sound & (least > 0) & np.isfinite(least), least, 0.0)

    def settled(self, largest: FloatArray | None = None) -> BoolArray:
        """Return which lines, shape (lines,), need no more steps.

        `largest` is the largest slope from the same point, shape (lines,); that of all by default.
        """
        size = np.abs(self.values)
        most = np.max(self.certain, initial=0.0) if largest is None else largest[:, None]
        fine = good_enough(size, most, self.suffices)
        good = self.bound <= fine
        if not good.all():
            exact = self.coarse <= ROUNDED * EPS * self.largest
            limited = (self.bound <= LIMITED * size) & (2 * self.rounding >= self.bound) & exact
            # What does not move here may do so at larger steps, where it may matter.
            good |= limited | ((self.doubt == FLAT) & (self.bound <= UNIMPORTANT * most))
        return np.asarray((self.sound & good).all(axis=-1))


def good_enough(size: FloatArray, most: FloatArray | np.floating, times: float = 1.0) -> FloatArray:
    """Return the bounds that need not be any better, of slopes of this size and at most that.

    `times` loosens what they are relative to the slope.
    """
    fine = np.minimum(times * FINE * size, OF_LARGEST * most)
    return np.asarray(np.maximum(fine, FAINT * most))


def examine(steps: Steps, known: FloatArray | None = None) -> Brief:
    """Examine a few steps, at least three, or two where the noise is known.

    `known`, shape (outputs,), is the noise relative to the value, as other lines from the same
    point have shown it. A line with more is found out by slopes that change too much at the small
    steps.
    """
    with np.errstate(all="ignore"):
        return _examine(steps, known)


def _examine(steps: Steps, known: FloatArray | None) -> Brief:
    size, moved = steps.size, steps.moved - steps.base
    largest = np.abs(steps.moved).max(axis=(0, 1))
    even, odd = (moved[0] + moved[1]) / 2, (moved[0] - moved[1]) / (2 * size)
    stairs, own = stairs_of(moved), None
    if known is None:
        columns, found = scattered(odd, even, size)
        known, own = typical_of(found / largest, steps.point), found.max(axis=0)
        if stairs is not None:
            known = np.maximum(known, typical_of((stairs / largest)[None], steps.point))
    else:
        columns = columns_of(odd)
    noise = known * largest
    for seen in (stairs, own):
        if seen is not None:
            np.maximum(noise, seen, out=noise)
    rounding = noise + EPS * largest + SMALLEST + EPS / 2 * np.abs(steps.at * columns[0][0])
    rounded = rounding / size
    values, bars, parts = _rows(columns, SAFETY * tableau.AMPLIFICATION * rounded)
    regular = _grow(columns[0], rounded) & _meet(values, bars)
    bars = np.where(regular, bars, np.inf)
    best = bars.argmin(axis=0)
    flat = best * best.size + np.arange(best.size).reshape(best.shape)
    value, bound, part = values.take(flat), bars.take(flat), parts.take(flat)
    kink, hidden = _kink(even / size, VISIBLE * rounded)
    sound = regular[-1 if len(regular) == 1 else 1] & (
        kink <= np.maximum(HIDDEN * bound, FINE * np.abs(value))
    )
    bound = np.where((kink > bound) & ~hidden, bound + kink, bound)
    doubt, moves = np.zeros(value.shape, dtype=np.int64), moved.any(axis=(0, 1))
    if not moves.all():
        # How coarsely a value is rounded that never moves, only other lines from there can show.
        still = ~moves & (known * largest > 0)
        value, bound = np.where(still, 0.0, value), np.where(still, SAFETY * rounded[-1], bound)
        doubt, sound = still * FLAT, (sound & moves) | still
    sound &= np.isfinite(bound) & np.isfinite(value)
    return Brief(value, bound, doubt, sound, best + 1, part, noise, known, largest)


def _rows(
    columns: list[FloatArray], rounded: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the best estimate of each row but the first, its bound, and rounding's part in that.

    Shape (steps - 1, lines, outputs); `rounded` is what rounding may do to each estimate.
    """
    slopes = columns[0]
    values, parts = slopes[1:].copy(), rounded[:-1].copy()
    errors = np.abs(slopes[1:] - slopes[:-1]) / (1 - RATIO**-2)
    bars = errors + parts
    for order in range(1, len(columns)):
        column, last, left = columns[order], columns[order - 1], len(rounded) - order
        distance = np.maximum(np.abs(column - last[1:]), np.abs(column - last[:-1]))
        if order > 1:
            np.maximum(distance, errors[-left:] / (CHANCE * RATIO ** (2 * order)), out=distance)
        errors = distance
        bar, beyond = errors + rounded[:left], slice(order - 1, None)
        better = bar < bars[beyond]
        np.copyto(values[beyond], column, where=better)
        np.copyto(parts[beyond], rounded[:left], where=better)
        np.copyto(bars[beyond], bar, where=better)
    return values, np.where(np.isnan(bars), np.inf, bars), parts


def _grow(slopes: FloatArray, rounding: FloatArray) -> BoolArray:
    """Return up to which row the slopes change as they should, shape (steps - 1, ...)."""
    change = np.abs(slopes[1:] - slopes[:-1])
    little = VISIBLE * rounding[:-1]
    grown = change[1:] >= QUADRATIC * (change[:-1] - little[:-1])
    regular = np.ones(change.shape, dtype=np.bool_)
    if len(change) == 1:
        return regular
    regular[1:] = np.logical_and.accumulate(grown | (change[1:] <= little[1:]), axis=0)
    regular[0] = regular[1]
    return regular


def _meet(values: FloatArray, bars: FloatArray) -> BoolArray:
    """Return up to which row every interval meets all before, shape (steps - 1, ...)."""
    low = np.maximum.accumulate(values - SLACK * bars, axis=0)
    high = np.minimum.accumulate(values + SLACK * bars, axis=0)
    met = low <= high
    met[0] = met[min(1, len(met) - 1)]
    return np.asarray(met)


def _kink(gaps: FloatArray, little: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return how large half the difference of the one-sided slopes may be, at most, and whether
    that is what rounding hides.

    `gaps` are those differences at each step, and `little` is what rounding may make of them. They
    are extrapolated to step zero from one, two and three steps, removing what grows as the step,
    and then as its cube; of all these the smallest counts, but none below what rounding hides.
    """
    found, hidden = np.full(gaps.shape[1:], np.inf), np.full(gaps.shape[1:], np.inf)
    for ratio in (None, RATIO, RATIO**3)[: len(gaps)]:
        if ratio is not None:
            gaps = (ratio * gaps[:-1] - gaps[1:]) / (ratio - 1)
        size, least = np.abs(gaps), little[: len(gaps)]
        np.minimum(found, np.maximum(size, least).min(axis=0), out=found)
        np.minimum(hidden, least.min(axis=0, initial=np.inf, where=size <= least), out=hidden)
    return found, hidden <= found

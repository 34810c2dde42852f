"""Signs that a slope cannot be trusted, watched as the steps grow: a kink, no limit at all, or what
moves by more than the noise that is known.
"""

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.tableau import ORDERS, RATIO
from gradcheck.records import BoolArray, FloatArray, IntArray

KINK_STEADINESS = 0.1
KINK_STEPS = 3
"""At a kink the one-sided slopes differ by the same amount, to 10 %, in three successive steps; for
a smooth function the extrapolated difference grows as the cube of the step."""

KINK_ABOVE_NOISE = 8.0 * RATIO
"""The difference must stand this far above the noise: 8 for the largest of many values, times RATIO
for the smaller of the two steps that it is made of."""

DRIFT_STEPS, LONG_DRIFT = 5, 14
DRIFT_RATIOS = (0.2, 2.5)
"""So many changes in a row of one sign and of such ratios are suspicious, and certain. Truncation
grows as RATIO squared, or as RATIO at a jump of the second derivative, and noise changes sign; a
power of the step up to 0.7 stays within (cube root, t log t, |t|^1.5 with the sign of t)."""

ROUGH = 4
"""Steps at which what is not taken for noise is remembered: should it be noise after all, it is as
large there as anywhere."""

ABOVE_ROUNDING = 8.0
"""A drift counts above what one rounding, the same at every step, does to the difference."""


@dataclass
class KinkWatch:
    """Half the difference of the one-sided slopes, extrapolated to step zero."""

    gap: FloatArray
    limit: FloatArray
    run: IntArray
    size: FloatArray

    @classmethod
    def start(cls, shape: tuple[int, ...]) -> "KinkWatch":
        """Return a watch that has seen nothing."""
        nan = np.full(shape, np.nan)
        return cls(nan, nan, np.zeros(shape, dtype=np.int64), np.zeros(shape))

    def see(self, even: FloatArray, step: FloatArray, noise: FloatArray, used: BoolArray) -> None:
        """Take in the even part, phi(h)/2 + phi(-h)/2 - phi(0), at the next step."""
        gap = even / step
        limit = (RATIO * self.gap - gap) / (RATIO - 1)
        steady = np.abs(limit - self.limit) <= KINK_STEADINESS * np.abs(limit)
        clear = np.abs(limit) * step > KINK_ABOVE_NOISE * noise
        self.run = np.where(used & steady & clear, self.run + 1, 0)
        found = self.run >= KINK_STEPS - 1
        self.size = np.where(found, np.maximum(self.size, np.abs(limit)), self.size)
        self.gap = np.where(used, gap, np.nan)
        self.limit = np.where(used, limit, np.nan)

    def keep(self, mask: BoolArray) -> "KinkWatch":
        """Return the lines in `mask`."""
        return KinkWatch(self.gap[mask], self.limit[mask], self.run[mask], self.size[mask])


@dataclass
class DriftWatch:
    """How long the central difference has been drifting one way."""

    slope: FloatArray
    change: FloatArray
    run: IntArray
    ratio: FloatArray
    """The last change, relative to the one before."""
    first: FloatArray
    """The step before those that the slope has been drifting for."""

    @classmethod
    def start(cls, shape: tuple[int, ...]) -> "DriftWatch":
        """Return a watch that has seen nothing."""
        nan = np.full(shape, np.nan)
        return cls(nan, nan, np.zeros(shape, dtype=np.int64), nan, np.full(shape, np.inf))

    def see(
        self, slope: FloatArray, step: FloatArray, rounding: FloatArray, used: BoolArray
    ) -> None:
        """Take in the central difference at the next step, and how far rounding may move it."""
        change = slope - self.slope
        ratio = change / self.change
        drifting = (ratio > DRIFT_RATIOS[0]) & (ratio < DRIFT_RATIOS[1])
        drifting &= np.abs(change) > ABOVE_ROUNDING * rounding
        self.first = np.where(drifting & used & (self.run > 0), self.first, step / RATIO**2)
        self.run = np.where(drifting & used, self.run + 1, 0)
        self.ratio = ratio
        self.slope = np.where(used, slope, np.nan)
        self.change = np.where(used, change, np.nan)

    def keep(self, mask: BoolArray) -> "DriftWatch":
        """Return the lines in `mask`."""
        return DriftWatch(
            self.slope[mask], self.change[mask], self.run[mask], self.ratio[mask], self.first[mask]
        )

    def left(self, step: FloatArray) -> FloatArray:
        """Return how many changes of its last steps a slope from `step` may be off, at least 1.

        As a power of the step the changes are a geometric series, of which the rest, down to step
        zero, is 1 / (ratio - 1) times the last.
        """
        within = self.drifted & (self.ratio > 1) & (step >= self.first / RATIO)
        return np.where(within, np.maximum(1 / (self.ratio - 1), 1.0), 1.0)

    @property
    def drifted(self) -> BoolArray:
        """Where the slope drifted for longer than noise or truncation would."""
        return self.run >= DRIFT_STEPS

    @property
    def singular(self) -> BoolArray:
        """Where the slope drifted for so long that it does not settle."""
        return self.run >= LONG_DRIFT


@dataclass
class RoughWatch:
    """What moves by more than the noise that is known: truncation, a bend, another period. Or it is
    noise all the same, which is smaller at the small steps, like that of an iteration.
    """

    erratic: BoolArray
    """Elements of the tableau that have done so, shape (..., ORDERS). None recovers: where only
    chance lets it move little, its bound would be false."""
    steps: IntArray
    size: FloatArray
    """How large it would be as noise, at the first steps that show it; 0 where none does."""

    @classmethod
    def start(cls, shape: tuple[int, ...]) -> "RoughWatch":
        """Return a watch that has seen nothing."""
        erratic = np.zeros((*shape, ORDERS), dtype=np.bool_)
        return cls(erratic, np.zeros(shape, dtype=np.int64), np.zeros(shape))

    def see(
        self, moved: FloatArray, scatter: FloatArray, growth: FloatArray, limit: FloatArray,
        used: BoolArray,
    ) -> BoolArray:  # fmt: skip
        """Take in how much each element moved, and how much of that would be noise; return where it
        is. It is not above the `limit`; `growth` is by how much noise has grown since it was known.
        """
        self.erratic = self.erratic | (used[..., None] & (moved > limit[..., None]))
        rough = used & ~(scatter <= limit)
        self.steps = self.steps + rough
        early = rough & (self.steps <= ROUGH)
        self.size = np.where(early, np.fmax(self.size, scatter / growth), self.size)
        return used & ~rough

    def keep(self, mask: BoolArray) -> "RoughWatch":
        """Return the lines in `mask`."""
        return RoughWatch(self.erratic[mask], self.steps[mask], self.size[mask])

"""The slope of a cost along one direction through a block of entries, in six evaluations.

The first direction is climbed as any line is, which measures the noise of the cost and how far it
can be followed. From then on three steps are enough, extrapolated after Richardson (1911); what
they leave of truncation is estimated from them, after Ridders (1982), and the step of the next
direction is longer or shorter accordingly.
"""

from collections.abc import Callable
from dataclasses import replace
from math import inf, isfinite, sqrt

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.climb import LADDER, SAFETY, SIGNIFICANT, climb
from gradcheck.differences.finer import have_finer_scale
from gradcheck.differences.found import EPS, SMALLEST, Climbed
from gradcheck.differences.tableau import RATIO
from gradcheck.records import FloatArray, IntArray

Cost = Callable[[FloatArray], float]
"""The cost, of all entries in one row, shape (N,)."""

FIRST = 2.0**-12
"""The first climb begins where all entries together, were they to act alike, move by this."""

TINIER, FINEST = RATIO ** np.array([-9.0, -6.0, -3.0]), 2.0**-40
"""Steps below the first, relative to it, that show whether the function has a finer scale; then
the climb begins at this one."""

WEIGHTS = ((64.0, 0.25), (-20.0, 0.5), (1.0, 1.0))
WHOLE = 45.0
"""Richardson's extrapolation from steps h/4, h/2 and h to h = 0: weights, steps, and their sum."""

AMPLIFICATION = sum(abs(weight) / step for weight, step in WEIGHTS) / WHOLE
"""What that makes of noise / h."""

HIDES = 2.0**-22
"""Noise above this fraction of the value is not that of float32 either: it may be a kink ..."""

BESIDE = np.linspace(1.0, 2.0, 7)
"""... so that it is measured anew, at these multiples of the first step."""

TOO_LONG, FAR_TOO_LONG = 1.0, 32.0
"""Truncation above this many times the noise calls for a shorter step next, or at once."""

TOO_SHORT = 1 / 64
"""Truncation, which grows as h^4 by its estimate, below this fraction calls for a longer one."""

ATTEMPTS = 3
"""How often a step is shortened at once; at a kink that is no help, and the best is taken."""

SHORTER = 0.25

CAUTION = 1 / 8
"""Other directions may bend more than the one that was climbed, and have fewer orders to remove."""


@dataclass(frozen=True)
class Slope:
    """A slope with its error bound, which is the sum of truncation and noise."""

    value: float
    truncation: float
    noise: float
    reach: float
    """The length of step to try next, in units of the scales of a single entry."""

    @property
    def error(self) -> float:
        """The error bound; inf where nothing is known."""
        return self.truncation + self.noise

    def contradicts(self, other: "Slope") -> bool:
        """Return whether two slopes along the same direction cannot both be right."""
        return abs(self.value - other.value) > self.error + other.error

    def without(self, part: "Slope") -> "Slope":
        """Return the slope along the rest of the direction, given that along a part of it."""
        return Slope(
            self.value - part.value, self.truncation + part.truncation, self.noise + part.noise,
            self.reach,
        )  # fmt: skip


class Prober:
    """Measures slopes of one cost at one point, and counts the evaluations."""

    def __init__(self, cost: Cost, at: FloatArray) -> None:
        """Measure at the point `at`, shape (N,)."""
        self._cost = cost
        self._at = at
        self._point = at.copy()
        self.evaluations = 0
        self.noise = 0.0

    def value(self, start: int, stop: int, direction: FloatArray, step: float) -> float:
        """Return the cost where the entries from `start` to `stop` have moved."""
        self._point[start:stop] = self._at[start:stop] + step * direction
        try:
            self.evaluations += 1
            return float(self._cost(self._point))
        finally:
            self._point[start:stop] = self._at[start:stop]

    def first(self, direction: FloatArray) -> Slope:
        """Climb along a direction through all entries: learn the noise and the step."""
        size, length = direction.size, sqrt(direction.size)

        def phi(_: IntArray, positions: FloatArray) -> FloatArray:
            return np.array([[self.value(0, size, direction, p)] for p in positions])

        with np.errstate(all="ignore"):
            scale = np.array([FIRST / length / LADDER[0]])
            found = climb(phi, np.zeros(1), scale)
            if self._has_finer_scale(found, direction, FIRST / length):
                found = climb(phi, np.zeros(1), FINEST / FIRST * scale)
            if found.bound[0, 0] == inf and found.noise[0, 0] > 0:
                # Flat, then a jump: it is rounded as coarsely as that, to float32 for instance.
                found = climb(phi, np.zeros(1), scale, found.noise.copy())
        hidden = bool(((found.bound == inf) | (found.noise > HIDES * found.largest)).any())
        reach = CAUTION * (float(found.step[0, 0]) * length or FIRST)
        if hidden:
            noise = self._noise_beside(direction, FIRST / length)
            self.noise = noise + EPS * float(found.largest[0, 0]) + SMALLEST
            return self.slope(0, size, direction, reach)
        # Further out there may be kinks, which look like noise, and far larger values.
        noise, largest = float(found.noise_then[0, 0]), float(found.largest_then[0, 0])
        self.noise = noise + EPS * largest + SMALLEST
        return Slope(float(found.numeric[0, 0]), float(found.bound[0, 0]), 0.0, reach)

    def _has_finer_scale(self, found: Climbed, direction: FloatArray, first: float) -> bool:
        """Return whether the first climb began too far out to see the function at the point.

        That is asked only where it came to nothing much: a slope within its bound, or in noise that
        may be no noise.
        """
        insignificant = np.abs(found.numeric) <= SIGNIFICANT * found.bound
        if not (insignificant | (found.noise > HIDES * found.largest)).any():
            return False
        size = first * TINIER[:, None, None]
        up, down = (
            np.array([self.value(0, direction.size, direction, sign * step)
                      for step in first * TINIER])[:, None, None] for sign in (1, -1)
        )  # fmt: skip
        at = np.zeros((1, 1))
        return bool(have_finer_scale(up, down, size, at, found.numeric, found.bound).any())

    def _noise_beside(self, direction: FloatArray, step: float) -> float:
        """Return the noise on one side of the point, where there is no kink to pass for noise.

        Fourth differences remove what is smooth (after Moré and Wild 2011).
        """
        values = [self.value(0, direction.size, direction, step * place) for place in BESIDE]
        differences = np.diff(values, n=4) / sqrt(70)
        scatter = float(np.abs(differences).max())
        return SAFETY * scatter if isfinite(scatter) else 0.0

    def slope(self, start: int, stop: int, direction: FloatArray, reach: float) -> Slope:
        """Return the slope along a direction through the entries from `start` to `stop`.

        `reach` is the length of the longest step: of N entries, each moves by reach / sqrt(N).
        """
        differences: dict[float, float] = {}

        def difference(step: float) -> float:
            if step not in differences:
                ends = (self.value(start, stop, direction, sign * step) for sign in (1, -1))
                differences[step] = (next(ends) - next(ends)) / (2 * step)
            return differences[step]

        tried = []
        for _ in range(ATTEMPTS):
            found = self._extrapolated(difference, reach / sqrt(stop - start))
            tried.append(replace(found, reach=reach * _longer(found)))
            if found.truncation <= FAR_TOO_LONG * found.noise:
                break
            reach *= SHORTER
        return min(tried, key=lambda slope: slope.error)

    def _extrapolated(self, difference: Callable[[float], float], step: float) -> Slope:
        quarter, half, whole = (difference(step * part) for _, part in WEIGHTS)
        once = (4 * quarter - half) / 3
        twice = (64 * quarter - 20 * half + whole) / WHOLE
        noise = SAFETY * AMPLIFICATION * self.noise / step
        # No better than if the terms of the series stayed equal in size.
        truncation = max(abs(twice - once), abs(once - quarter) / 16)
        if not isfinite(truncation):
            return Slope(0.0, inf, noise, 0.0)
        return Slope(twice, truncation, noise, 0.0)


def _longer(found: Slope) -> float:
    """Return by how much the next step should be longer than the one that found this."""
    if found.truncation > FAR_TOO_LONG * found.noise:
        return SHORTER
    if found.truncation > TOO_LONG * found.noise:
        return 0.5
    return 2.0 if found.truncation < TOO_SHORT * found.noise else 1.0

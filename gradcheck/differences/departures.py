"""Where the slope that a climb has ended with is another further out: it may lie between stairs.

What rounds its argument away stands still between its stairs, and what is beside it has all of the
slope there. No interval contradicts those before, where that falls as 1 / step.
"""

from functools import cached_property

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.climb import HOME
from gradcheck.differences.found import Climbed, End
from gradcheck.differences.surroundings import Surroundings
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, FloatArray, IntArray

LIKE, SHARP = 4.0, 1e-9
"""Another slope counts where the values are no more than so many times as large, as their rounding
is then, and where the slope is not so well known (relative): stairs of float32 leave no more."""

CHANGED = 1e-2
"""How far off a slope must be (relative) to be another."""

FAR_OUT = (2.0**-3, 2.0**-5, 2.0**-7)
CLEARLY = 4.0
"""Steps far out, relative to the size of the entry, at which slopes agree: they are off so many
times as far as they are apart."""

FURTHER = (2.0**4, 2.0**12)
"""How many times further out a slope is looked at to tell a single jump from stairs, at least and
at most, but not far beyond the size of the entry."""

STAIRS = 32.0
"""So many jumps, at most, are within the steps that are looked at beyond a slope between two."""


@dataclass(frozen=True, eq=False)
class Departures:
    """Where slopes are others, of lines that were climbed; arrays of shape (lines, outputs)."""

    around: Surroundings
    found: Climbed
    reach: FloatArray
    """How far out is a little further."""
    again: BoolArray
    """The lines that are looked at, shape (lines,)."""

    @cached_property
    def step(self) -> FloatArray:
        """The step at which the slope is another, 0 where it is nowhere."""
        return np.where(self._near > 0, self._near, self._far)

    @property
    def lasting(self) -> BoolArray:
        """Where slopes far out agree on another."""
        return self._far > 0

    @cached_property
    def _settled(self) -> BoolArray:
        return np.asarray((self.found.end == End.SETTLED) & self._vague)

    @cached_property
    def _ended(self) -> BoolArray:
        """Those too of which a larger step has contradicted the slope: further out it is any."""
        contradicted = (self.found.end == End.CONTRADICTED) & self._vague
        return np.asarray(self._settled | contradicted)

    @property
    def _vague(self) -> BoolArray:
        found = self.found
        vague = found.bound > SHARP * np.abs(found.numeric)
        return np.asarray(self.again[:, None] & (found.step > 0) & vague)

    @cached_property
    def _lines(self) -> IntArray:
        return np.flatnonzero(self._ended.any(axis=-1))

    @cached_property
    def _near(self) -> FloatArray:
        """The step, of two a little further out, at which slopes are off most; 0 for neither."""
        lines, near = self._lines, np.zeros(self._settled.shape)
        if lines.size:
            found = self.found
            top = np.where(self._settled, self.reach, np.inf)[lines].min(axis=-1)
            steps = np.array([top, top / RATIO])[..., None]
            off, fits = self._off(steps)
            off = np.abs(off)
            allowed = np.maximum(CHANGED * np.abs(found.numeric), found.bound)[lines]
            off[~((off > allowed) & (steps > found.step[lines]) & fits)] = 0.0
            furthest = (off * steps).argmax(axis=0)
            departs = np.take_along_axis(off, furthest[None], 0)[0] > 0
            near[lines] = departs * np.where(furthest == 0, steps[0], steps[1])
        return np.where(self._settled, near, 0.0)

    @cached_property
    def _far(self) -> FloatArray:
        """The smallest step of those far out where slopes clearly agree on another; else 0."""
        lines, far = self._lines, np.zeros(self._settled.shape)
        if lines.size:
            steps = np.multiply.outer(FAR_OUT, self.around.scale[lines])[..., None]
            off, fits = self._off(steps)
            least = np.abs(off).min(axis=0)
            agree = off.max(axis=0) - off.min(axis=0) <= least / CLEARLY
            other = agree & (least > CHANGED * np.abs(self.found.numeric[lines]))
            beyond = self.found.step[lines] < steps[-1]
            far[lines] = (other & beyond & fits.all(axis=0)) * steps[-1]
        return np.where(self._ended, far, 0.0)

    def _off(self, steps: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Return how far slopes at steps are off, and where they count; (steps, n, outputs)."""
        lines = self._lines
        both = [self.around.slopes(lines, one) for one in steps]
        off = np.array([slopes for slopes, _ in both]) - self.found.numeric[lines]
        largest = np.array([values for _, values in both])
        return off, largest <= LIKE * self.found.largest_then[lines]

    def of_stairs(self, where: BoolArray, jumps: FloatArray) -> BoolArray:
        """Return where a slope is another further out as well, by stairs of the size of `jumps`.

        Past a single jump it comes back as 1 / step; what bends is off by far more than a few.
        """
        stairs = np.zeros(where.shape, dtype=np.bool_)
        lines, outputs = np.nonzero(where)
        if lines.size:
            step = self.step[lines, outputs]
            further = np.clip(HOME * self.around.scale[lines] / step, *FURTHER)
            near, far = (
                np.abs(self.around.slopes(lines, one[:, None])[0] - self.found.numeric[lines])[
                    np.arange(lines.size), outputs
                ]
                for one in (step, further * step)
            )
            goes_on = far * np.sqrt(further) > near
            stairs[lines, outputs] = goes_on & (near * step <= STAIRS * jumps[lines, outputs])
        return stairs

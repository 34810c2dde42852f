"""What a climb has found on each line: the record that climbing, bisection and doubts share."""

from dataclasses import fields
from enum import IntEnum

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.records import BoolArray, FloatArray, IntArray

EPS = float(np.finfo(np.float64).eps)
SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
"""No value is rounded more finely than this."""


class End(IntEnum):
    """Why a climb ended."""

    OPEN = 0  # still climbing, or at the top of the ladder
    SETTLED = 1  # the bound stopped improving
    CONTRADICTED = 2  # a larger step contradicted the smaller ones
    STIRRED = 3  # flat, then a movement that rounding does not explain
    WALL = 4  # not finite at the next step, or at the point itself
    COARSE = 5  # stirred or contradicted by jumps too large to be rounding


@dataclass
class Climbed:
    """What the climb along each line has found so far; all of shape (lines, outputs)."""

    base: FloatArray
    """The function's value at the point."""
    noise: FloatArray
    """The absolute noise of the function's values, as measured so far."""
    rough: FloatArray
    """What would have been the noise at the first steps that showed more than it; 0 if none did."""
    largest: FloatArray
    """The largest absolute value met."""
    numeric: FloatArray
    """The estimate with the smallest bound; 0 where the function never moved."""
    bound: FloatArray
    """Its error bound; inf where there is no estimate."""
    step: FloatArray
    """The step at which that estimate was accepted."""
    noise_then: FloatArray
    """The noise known when that estimate was accepted."""
    largest_then: FloatArray
    """The largest absolute value met by then."""
    kink_then: FloatArray
    """Half the difference of the one-sided slopes known then; 0 where they do not differ."""
    low: FloatArray
    high: FloatArray
    """The intersection of all the intervals accepted."""
    flat: FloatArray
    """The largest step at which the value had not moved at all; 0 where it moved at once."""
    reach: FloatArray
    """The last step at which the value was finite."""
    steps: IntArray
    """How many steps have counted: all since the first that moved the value, and those before it
    once they are known to be flat within its rounding."""
    stale: IntArray
    """How many rows, since the last better bound, were no better than the row before."""
    end: IntArray
    """An `End`."""
    drifted: BoolArray
    """Whether the slope drifted one way for several steps."""
    singular: BoolArray
    """Whether it did so for so many that it does not settle."""
    left: FloatArray
    """How many of its bounds a slope that drifts may be off, at least 1."""

    @classmethod
    def start(cls, base: FloatArray, noise: FloatArray) -> "Climbed":
        """Return what is known before the first step: values at the point, and a known noise."""
        zeros, inf = np.zeros(base.shape), np.full(base.shape, np.inf)
        none = np.zeros(base.shape, dtype=np.int64)
        end = np.where(np.isfinite(base), End.OPEN, End.WALL).astype(np.int64)
        never = np.zeros(base.shape, dtype=np.bool_)
        # Fields may share an array here: a climb copies them before it writes to any.
        return cls(
            base=base, noise=noise, rough=zeros, largest=np.abs(base), numeric=zeros, bound=inf,
            step=zeros, noise_then=noise, largest_then=np.abs(base), kink_then=zeros, low=-inf,
            high=inf, flat=zeros, reach=zeros, steps=none, stale=none, end=end, drifted=never,
            singular=never, left=np.ones(base.shape),
        )  # fmt: skip

    def take(self, where: BoolArray | IntArray | tuple[IntArray, ...]) -> "Climbed":
        """Return the lines `where`, copied."""
        return Climbed(**{f.name: getattr(self, f.name)[where] for f in fields(self)})

    def put(self, where: IntArray | tuple[IntArray, ...], other: "Climbed") -> None:
        """Overwrite the elements `where` with all those of `other`."""
        for f in fields(self):
            getattr(self, f.name)[where] = getattr(other, f.name)

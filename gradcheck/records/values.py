"""Arrays on their way to a verdict: drawn, differentiated, evaluated, judged."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records.causes import Cause
from gradcheck.records.screening import Screened
from gradcheck.records.words import BoolArray, FloatArray, IntArray, Sizes


@dataclass(frozen=True, eq=False)
class Numeric:
    """A derivative by central differences; shape (trials, *numerator, *denominator)."""

    values: FloatArray
    bound: FloatArray
    """Error bound of each value; inf where it cannot be known."""
    doubt: IntArray
    """A `Doubt` for each value."""

    def trial(self, position: int) -> "Numeric":
        """Return one trial of it, without the axis of trials."""
        return Numeric(self.values[position], self.bound[position], self.doubt[position])

    def arranged(self, arrange: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]) -> "Numeric":
        """Return it with all its arrays arranged otherwise."""
        return Numeric(arrange(self.values), arrange(self.bound), arrange(self.doubt))

    def part(self, lines: slice) -> "Numeric":
        """Return some of its lines, the first axis."""
        return self.arranged(lambda array: array[lines])

    def by_trial(self, trials: int) -> "Numeric":
        """From the shape (trials * lines, outputs) to (trials, outputs, lines)."""
        return self.arranged(
            lambda array: array.reshape(trials, -1, array.shape[-1]).swapaxes(1, 2)
        )

    def as_one_trial(self) -> "Numeric":
        """Return it with a leading axis for the one trial that it is of."""
        return Numeric(self.values[None], self.bound[None], self.doubt[None])


@dataclass(frozen=True, eq=False)
class Sample:
    """The inputs, quantities and sizes of a run's trials."""

    sizes: Sizes
    trials: tuple[int, ...]
    values: Mapping[str, npt.NDArray[Any]]
    """Every input and quantity by name; shape (trials, *shape)."""

    def trial(self, position: int) -> dict[str, Any]:
        """Return everything that a formula may ask for in one trial; the arrays are views."""
        return dict(self.sizes) | {name: value[position] for name, value in self.values.items()}


@dataclass(frozen=True, eq=False)
class Analytic:
    """What a formula returned in one trial, aligned with the numeric derivative."""

    values: FloatArray
    """Shape (*numerator, *denominator)."""
    slack: FloatArray
    """Its own rounding, and what the bounds of the derivatives it was given allow; same shape. It
    is inf where one of those is not known."""
    inherited: FloatArray = field(default_factory=lambda: np.zeros(()))
    """The part of the slack that comes from the derivatives it was given; same shape, or 0."""
    epsilon: float = float(np.finfo(np.float64).eps)
    """The precision of its results: the distance from 1 to the next number."""

    def as_one_trial(self) -> "Analytic":
        """Return it with a leading axis for the one trial that it is of."""
        return replace(self, values=self.values[None], slack=self.slack[None],
                       inherited=self.inherited[None])  # fmt: skip


@dataclass(frozen=True, eq=False)
class Judgement:
    """The verdicts on one array of entries; all arrays of one shape."""

    analytic: FloatArray
    numeric: FloatArray
    bound: FloatArray
    allowed: FloatArray
    doubt: IntArray
    disagree: BoolArray
    inconclusive: BoolArray
    unsound: BoolArray
    """Those of the inconclusive for which only the formula's own rounding speaks."""

    @property
    def agree(self) -> BoolArray:
        """The entries that neither disagree nor are inconclusive."""
        return ~(self.disagree | self.inconclusive)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The comparison of one gradient at one point; all arrays have the shape of `at[wrt]`."""

    analytic: FloatArray
    """What the gradient returned."""
    numeric: FloatArray
    """The derivative of the cost by central differences."""
    bound: FloatArray
    """The error bound of `numeric`; inf where it cannot be known."""
    allowed: FloatArray
    """The largest difference that is not held against the gradient."""
    agree: BoolArray
    disagree: BoolArray
    inconclusive: BoolArray
    """Masks, exactly one true in each entry."""
    doubt: IntArray
    """Why an entry cannot be decided: a `Doubt`."""
    wrt: str
    """The name of the array that the gradient is by."""
    screened: Screened | None = None
    """How it was screened by blocks, None if every entry was differentiated. Entries that were
    never looked at singly then agree with a `numeric` of NaN, and their `allowed` is the smallest
    mistake that would have shown in them."""
    search: Callable[[Callable[[np.random.Generator], Any], int], tuple[Cause, ...]] | None = field(
        default=None, repr=False
    )
    """Looks for causes, given a sample and a seed."""

    def __bool__(self) -> bool:
        """Return whether every entry agrees, so that `assert check_gradient(...)` means that."""
        return bool(self.agree.all())

    def causes(
        self, sample: Callable[[np.random.Generator], Any], *, seed: int = 0
    ) -> tuple[Cause, ...]:
        """Return why the gradient disagrees: causes that have been tested on fresh points.

        `sample` takes a `numpy.random.Generator` and returns a point as `check_gradient` takes it:
        a mapping, or one array. Where it draws arrays of several shapes, constants are told from
        sizes. Empty where the gradient agrees wherever it was sampled, and where no cause passes.

        Raises UsageError where a sample lacks the array that the gradient is by, and what the
        sample, the cost and the gradient raise.
        """
        return () if self.search is None else self.search(sample, seed)

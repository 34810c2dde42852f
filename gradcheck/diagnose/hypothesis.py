"""A hypothesis: a cause that has not been tested yet, and the test."""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import NamedTuple

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.predicates import Predicate
from gradcheck.errors import GradcheckError
from gradcheck.records import BoolArray, Cause, Draws, FloatArray

ROUNDING = 2e-9
"""What a repaired formula may lose to rounding, relative to the pieces that it is summed from:
building blocks that are numeric derivatives themselves are no better known."""

TOLERATED = 1e-6
"""Building blocks may be off by up to this part of the largest entry: beyond, nothing is claimed of
the entry."""

SURE = 0.5
"""Of this part of the known entries at least something must be claimed."""


class Repaired(NamedTuple):
    """A formula after a hypothesis was applied to it; all of shape (trials, *derivative)."""

    values: FloatArray
    target: FloatArray
    """What they must agree with: the numeric derivative, unless the hypothesis says otherwise."""
    size: FloatArray
    """The size of the pieces that they are made of, for what rounding allows."""
    slack: FloatArray
    """How far the formula's own rounding can move them."""
    where: BoolArray | None = None
    """The entries that it speaks of, if not all: those outside a region, or those of which numeric
    building blocks are known well enough.
    """


class Part(NamedTuple):
    """One summand of a repaired formula."""

    text: str
    """As a cause writes it, with the letters of the indices."""
    values: FloatArray
    """Shape (trials, *derivative)."""


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A claim, its cost as a description length, and how it is applied."""

    cause: Cause
    cost: float
    apply: Callable[[Draws], Repaired]
    final: bool = False
    """Whether it was tested by its own family already."""
    narrows: bool = False
    """Whether it is true and yet no cause: it says what the formula is not, and no remedy."""
    beside: bool = False
    """Whether that is worth telling beside causes as well."""
    holds: Callable[[Draws, float], bool] | None = field(default=None)
    """A test of its own, in place of the comparison."""
    region: Predicate | None = None
    """The region that it leaves open what is wrong in."""
    parts: Callable[[Draws], Sequence[Part]] | None = field(default=None)
    """What the right value is summed from, for it to be worked by hand."""


def tolerated(off: FloatArray, draws: Draws) -> tuple[FloatArray, BoolArray]:
    """Return what numeric building blocks may be off by, 0 where that is too much to excuse, and
    of which entries they allow a claim; all of shape (trials, *derivative).

    Of none, where they allow one of less than half of those that are known.
    """
    largest = np.max(np.abs(draws.numeric), initial=0.0, where=draws.known)
    sure = off <= TOLERATED * largest
    enough = np.count_nonzero(sure & draws.known) >= SURE * np.count_nonzero(draws.known)
    return np.where(sure, off, 0.0), sure & enough


def close(draws: Draws, repaired: Repaired, rtol: float) -> BoolArray:
    """Return where a repaired formula is its target, by the rule of the verdict; never where it is
    not finite.
    """
    with np.errstate(all="ignore"):
        size = np.fmax(np.abs(repaired.values), np.abs(repaired.target))
        pieces = np.broadcast_to(repaired.size, size.shape)
        allowed = draws.bound + rtol * size + repaired.slack + ROUNDING * pieces
        within = np.abs(repaired.values - repaired.target) <= allowed
    return np.asarray(within & np.isfinite(repaired.values))


def as_it_is(draws: Draws) -> Repaired:
    """Return a formula of which nothing is repaired: its cause has a test of its own."""
    return Repaired(draws.analytic, draws.numeric, np.abs(draws.numeric), draws.slack)


def holds_on(hypothesis: Hypothesis, draws: Draws, rtol: float) -> bool:
    """Return whether a hypothesis is true on these draws: in all entries that it speaks of."""
    if hypothesis.holds is not None:
        return hypothesis.holds(draws, rtol)
    try:
        with np.errstate(all="ignore"):
            repaired = hypothesis.apply(draws)
    except GradcheckError:  # what it needs cannot be had on these draws
        return False
    where = draws.known if repaired.where is None else draws.known & repaired.where
    return bool(where.any() and close(draws, repaired, rtol)[where].all())

"""Why a formula is wrong: causes that have been tested, and the smallest case that shows it."""

from collections.abc import Mapping
from typing import Any

import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records.words import Index, Sizes


@dataclass(frozen=True, eq=False)
class Cause:
    """A tested explanation of a disagreement."""

    kind: str
    """What sort of mistake it is, as `gradcheck help KIND` explains: `factor`, `layout`, `term`.
    Several families may find one of the same kind."""
    message: str
    """One line in the problem's symbols, for example "multiply by ln(10)"."""
    terms: tuple[str, ...] = ()
    """What is to be added, each with its coefficient: `O_r x_c (sum(T) - T_r) / m`."""
    factor: str | None = None
    """What the formula is to be multiplied by."""
    where: str | None = None
    """The entries that it speaks of, if not all: `rows where T_r = 0`."""
    condition: str | None = None
    """What must hold of the inputs for it to be true: `sum(T) = 1`."""
    corrected: str | None = None
    """The right formula in the problem's symbols, with the user's own called `formula`."""
    tested_on: tuple[str, ...] = ()
    """What it was tested on, beyond the draws that suggested it: `m = 4, k = 3, T simplex`."""


@dataclass(frozen=True, eq=False)
class SmallestCase:
    """The smallest sizes and simplest numbers on which a formula still disagrees."""

    sizes: Sizes
    inputs: Mapping[str, npt.NDArray[Any]]
    quantities: Mapping[str, npt.NDArray[Any]]
    """Every quantity that the derivative depends on, in the order of the problem."""
    index: Index
    """The entry that is worked out."""
    analytic: float
    numeric: float
    steps: tuple[str, ...] = ()
    """How the right value comes about by the best cause, a line for each summand."""

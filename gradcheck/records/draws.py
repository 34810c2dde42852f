"""What the diagnosis is given to look at: a formula and the truth on some draws of the inputs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records.formula import Formula
from gradcheck.records.values import Numeric
from gradcheck.records.words import BoolArray, FloatArray, Name, Sizes

Substituted = Mapping[str, npt.NDArray[Any]]
"""Arguments by name, each of shape (trials, *shape)."""


@dataclass(frozen=True, eq=False)
class Draws:
    """A formula and the numeric derivative, with all that they were computed from."""

    sizes: Sizes
    values: Mapping[str, npt.NDArray[Any]]
    """Every input and quantity by name; shape (trials, *shape)."""
    analytic: FloatArray
    """Shape (trials, *numerator, *denominator); so have the next four."""
    slack: FloatArray
    numeric: FloatArray
    bound: FloatArray
    known: BoolArray
    """Where the numeric derivative is certain enough for a claim to be tested on it."""
    disagree: BoolArray
    partial: Callable[[Name], Numeric]
    """Any other derivative on the same draws."""
    alternative: Callable[[str], Numeric]
    """The derivative of the neighbouring problem of this name, on the same draws."""
    resembles: Callable[[str], bool]
    """Whether the formula can be that derivative, judged along one direction: that is quick."""
    called: Callable[[Sequence[Substituted], int], list[FloatArray]]
    """The formula, handed other arguments in the first so many draws; a list of such to a list of
    values, shape (so many, *derivative). Raises GradcheckError where it cannot be called so."""
    told: str = ""
    """Sizes and distributions, for people: `m = 4, k = 3, T simplex`."""
    cache: dict[Any, Any] = field(default_factory=dict)

    @property
    def trials(self) -> int:
        """How many draws there are."""
        return len(self.analytic)

    def remembered(self, key: Any, compute: Callable[[], FloatArray]) -> FloatArray:
        """Return what was computed under this key, computing it the first time."""
        if key not in self.cache:
            with np.errstate(all="ignore"):
                self.cache[key] = compute()
        found: FloatArray = self.cache[key]
        return found


Probe = Callable[[Sizes, Mapping[str, str], int, int], Draws]
"""Sizes, distributions by input, seed and number of trials to draws. Raises GradcheckError where
the formula or the problem cannot be evaluated there."""

ProbeAt = Callable[[Sizes, Mapping[str, npt.NDArray[Any]]], Draws]
"""The same at inputs that are given, each of shape (trials, *shape)."""

ValuesAt = Callable[[Sizes, Mapping[str, npt.NDArray[Any]]], Mapping[str, npt.NDArray[Any]]]
"""Every input and quantity at such inputs, without formula and truth. Raises likewise."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A formula that disagrees, and the means to find out more about it."""

    formula: Formula
    sizes: Sizes
    """Those of the run."""
    free: tuple[str, ...]
    """The sizes that may be varied."""
    least: Mapping[str, int]
    """The smallest value of each size that may be varied."""
    inputs: Mapping[str, str]
    """The run's own distribution of each input."""
    declared: Mapping[str, tuple[str, ...]]
    """All distributions of each input, by name."""
    dependencies: Mapping[str, tuple[str, ...]]
    """What each quantity is computed from, in the order of the problem."""
    alternatives: tuple[str, ...]
    own: Draws | None
    """The run's own draws, where there are enough of them."""
    entries: Callable[[Sizes], int]
    """How many entries the derivative has at sizes, as far as its inputs tell."""
    probe: Probe
    probe_at: ProbeAt
    values_at: ValuesAt
    seed: int
    rtol: float
    offered: tuple[Sizes, ...] = ()
    """The only sizes that can be had, the run's own first; empty where any can."""

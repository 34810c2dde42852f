"""How honest and how tight the bounds of `differentiate` are, regime by regime."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import gradcheck
from tests.corpus.nasty import Nasty, is_honest
from tests.corpus.regimes import COSTS, REGIMES, USEFUL_OF_ARRAY, USEFUL_OF_ENTRY, Problem, problem

RESOLVED = 4 * np.finfo(float).eps
"""True errors below this fraction of the truth say nothing about how tight a bound is."""


@dataclass(frozen=True)
class Bounds:
    """What is known about the bounds of many entries; arrays of one axis and equal length."""

    numeric: np.ndarray
    bound: np.ndarray
    error: np.ndarray  # |numeric - truth|, from the truth in extended precision
    truth: np.ndarray
    useful: np.ndarray  # mask: the bound is useful
    reachable: np.ndarray  # mask: float64 could have had a useful bound
    silent: np.ndarray  # mask: J does not depend on the entry

    @property
    def finite(self) -> np.ndarray:
        """Mask of the bounds that claim something."""
        return ~np.isposinf(self.bound)

    @property
    def false(self) -> np.ndarray:
        """Mask of the bounds that claim too much; NaN is no bound."""
        return self.finite & ~(self.error <= self.bound)

    @property
    def tightness(self) -> float:
        """Median of bound / true error, where the true error can be told from rounding."""
        told = self.finite & (self.error > RESOLVED * np.abs(self.truth)) & (self.error > 0)
        return float(np.median(self.bound[told] / self.error[told])) if told.any() else np.nan

    @property
    def useless(self) -> np.ndarray:
        """Mask of the entries without a useful bound where float64 could have had one."""
        return self.reachable & ~self.silent & ~self.useful

    @property
    def within_reach(self) -> np.ndarray:
        """Mask of the entries of which `useless` is a fraction."""
        return self.reachable & ~self.silent


def joined(parts: list[Bounds]) -> Bounds:
    """Many measurements as one."""
    return Bounds(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in Bounds.__dataclass_fields__
        )
    )


def judged(numeric: np.ndarray, bound: np.ndarray, drawn: Problem) -> Bounds:
    """`numeric` ± `bound` beside the truth of `drawn`."""
    numeric, bound = np.asarray(numeric, float), np.asarray(bound, float)
    with np.errstate(invalid="ignore"):
        error = np.abs(numeric.astype(np.longdouble) - drawn.truth).astype(float)
    size = np.abs(drawn.truth).astype(float)
    useful = (bound <= USEFUL_OF_ENTRY * size) | (bound <= USEFUL_OF_ARRAY * size.max())
    truth = drawn.truth.astype(float)
    columns = (numeric, bound, error, truth, useful, drawn.reachable, drawn.silent)
    return Bounds(*(np.ravel(column) for column in columns))


def measure(seed: int, draws: int, differentiate=None) -> dict[str, Bounds]:
    """Return the bounds of `draws` problems for each regime and each way to write the cost."""
    differentiate = differentiate or gradcheck.differentiate
    result = {}
    for place, regime in enumerate(REGIMES):
        for turn, cost in enumerate(COSTS):
            rng = np.random.default_rng([seed, place, turn])
            parts = []
            for _ in range(draws):
                drawn = problem(regime, cost, rng)
                parts.append(judged(*differentiate(drawn.cost, drawn.at), drawn))
            result[f"{regime.name}, {cost}"] = joined(parts)
    return result


@dataclass(frozen=True)
class NastyVerdict:
    """What `differentiate` says of one nasty function."""

    case: Nasty
    numeric: float
    bound: float

    @property
    def honest(self) -> bool:
        """Whether nothing false is claimed."""
        return is_honest(self.numeric, self.bound, self.case.truth)

    @property
    def excess(self) -> float:
        """How many times its bound the true error is; inf where there is no truth or no number."""
        if self.case.truth is None or not np.isfinite(self.numeric) or self.bound == 0:
            return np.inf
        return abs(self.numeric - self.case.truth) / self.bound

    @property
    def word(self) -> str:
        """`inside`, `unknown` or `FALSE`."""
        if not self.honest:
            return "FALSE"
        return "unknown" if np.isposinf(self.bound) else "inside"


def examine(case: Nasty) -> NastyVerdict:
    """Differentiate one nasty function at its point."""
    with np.errstate(all="ignore"):
        numeric, bound = gradcheck.differentiate(case.phi, np.array(case.at))
    return NastyVerdict(case, float(numeric), float(bound))

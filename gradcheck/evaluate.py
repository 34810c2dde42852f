"""Evaluate: a formula's value in one trial, and how far its own rounding can move it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.records import Analytic, FloatArray, Numeric

Array = npt.NDArray[Any]
Call = Callable[[Iterable[Mapping[str, Any]]], Iterator[Array]]
"""The formula: sets of arguments by name to their results, in order."""

NUDGES = 3
"""Random perturbations of all arguments by one unit in the last place. Of the three the largest
change is taken: with one, cancellation hides by chance in about every tenth entry."""

SIGNS = 4
"""Random sign patterns with which the bounds of given derivatives are sent through the formula."""

SIGN_SAFETY = 2.0
"""The worst pattern of signs moves an entry further than the few random ones that are tried."""

ROUNDINGS = 4.0
"""Units in the last place that a correctly coded formula may lose in its final operations."""


def evaluate(
    call: Call, align: Callable[[Array], FloatArray], arguments: Mapping[str, Any],
    given: Mapping[str, Numeric], seed: tuple[int, ...], *, nudges: int = NUDGES,
) -> tuple[Analytic, FloatArray]:  # fmt: skip
    """Evaluate a formula in one trial; return its values with their slack, and its values again.

    `arguments` are the inputs, quantities and sizes that it takes, `given` the derivatives that it
    is handed numerically; `align` turns a result into entries. The slack of an entry is
    4 eps |analytic| in the precision of the result, plus the largest change under so many random
    perturbations of all arguments by one unit in the last place, plus what the bounds of the given
    derivatives allow.
    """
    results = call(questions(arguments, given, seed, nudges))
    return answered(results, align, given, nudges)


def questions(
    arguments: Mapping[str, Any], given: Mapping[str, Numeric], seed: tuple[int, ...], nudges: int
) -> Iterator[Mapping[str, Any]]:
    """Return the arguments with which a formula is called in one trial."""
    rng = np.random.default_rng(seed)
    plain = {**arguments, **{name: derivative.values for name, derivative in given.items()}}
    nudged = ({name: _nudge(value, rng) for name, value in plain.items()} for _ in range(nudges))
    patterns = range(SIGNS if given and _known(given) else 0)
    shifted = ({**arguments, **_shifted(given, rng)} for _ in patterns)
    return chain([plain], nudged, shifted, [plain])


def answered(
    results: Iterator[Array], align: Callable[[Array], FloatArray], given: Mapping[str, Numeric],
    nudges: int,
) -> tuple[Analytic, FloatArray]:  # fmt: skip
    """Return what `evaluate` does, from the results for the `questions` of one trial."""
    known = _known(given)
    patterns = SIGNS if given and known else 0
    result = next(results)
    values = align(result)
    with np.errstate(all="ignore"):
        slack = ROUNDINGS * np.finfo(result.dtype).eps * np.abs(values)
        if nudges:
            slack += _largest_change(values, align, islice(results, nudges))
        inherited = np.broadcast_to(0.0 if known else np.inf, values.shape)
        if patterns:
            inherited = SIGN_SAFETY * _largest_change(values, align, islice(results, patterns))
        again = align(next(results))
    finite = np.isfinite(values)
    if not finite.all():
        slack = np.where(finite, slack, 0.0)
        inherited = np.where(finite, inherited, 0.0) if known else inherited
    if given:
        slack += inherited
    return Analytic(values, slack, inherited, float(np.finfo(result.dtype).eps)), again


def _known(given: Mapping[str, Numeric]) -> bool:
    """Return whether the bounds of all given derivatives are."""
    return all(np.isfinite(derivative.bound).all() for derivative in given.values())


def own_rounding(
    call: Call, align: Callable[[Array], FloatArray], values: FloatArray,
    arguments: Mapping[str, Any], seed: tuple[int, ...],
) -> FloatArray:  # fmt: skip
    """Return the part of the slack that `evaluate` leaves out where it makes no perturbations."""
    rng = np.random.default_rng(seed)
    sets = ({name: _nudge(value, rng) for name, value in arguments.items()} for _ in range(NUDGES))
    with np.errstate(all="ignore"):
        moved = _largest_change(values, align, call(sets))
    return np.where(np.isfinite(values), moved, 0.0)


def _largest_change(
    values: FloatArray, align: Callable[[Array], FloatArray], results: Iterable[Array]
) -> FloatArray:
    """Return how far results are from `values`, entry by entry, at most."""
    moved = np.zeros(values.shape)
    for result in results:
        moved = np.fmax(moved, np.abs(align(result) - values))
    return moved


def moves(value: Any) -> bool:
    """Return whether an argument is made of floating-point numbers."""
    return isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f"


def _nudge(value: Any, rng: np.random.Generator) -> Any:
    """Move every floating-point number of an array to one of its two neighbours."""
    if not moves(value):
        return value
    up = rng.random(np.shape(value)) < 0.5
    return np.nextafter(value, np.where(up, np.inf, -np.inf))


def _shifted(given: Mapping[str, Numeric], rng: np.random.Generator) -> dict[str, FloatArray]:
    """Move every entry of the given derivatives to one end of its bound.

    A few random patterns of signs show how far the errors may move an entry of the formula.
    """
    return {
        name: derivative.values + rng.choice([-1.0, 1.0], derivative.bound.shape) * derivative.bound
        for name, derivative in given.items()
    }

"""Collapse: the formula is a sum, a mean, a trace or one term of what it should be."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import Cause, Draws, FloatArray

TIER = 0

COST = 2.6

EVERY = "for every entry"
"""Where a formula is the same that varies along no axis."""

EVEN = 1e-9
"""How closely entries must agree for an array to be called the same along an axis."""


class Summary(NamedTuple):
    """Something smaller that can be made of the right derivative."""

    told: str
    apply: Callable[[FloatArray], FloatArray]
    """On an array with the trials first; the result broadcasts against it."""
    length: Callable[[tuple[int, ...]], int]
    """Of how many entries it is the sum."""
    cost: float
    along: str = EVERY
    """Where the formula is the same for that."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield summaries of the right derivative that the formula is, in every entry."""
    if not evidence.regular:
        return
    for summary in summaries(evidence):

        def pair(draws: Draws, summary: Summary = summary) -> Both:
            whole = np.broadcast_to(summary.apply(draws.numeric), draws.numeric.shape)
            return Both(np.asarray(whole), draws.analytic, draws.known)

        constant = constant_ratio(evidence.draws, pair)
        if constant is not None:
            yield hypothesis(evidence, summary, constant)


def summaries(evidence: Evidence) -> Iterator[Summary]:
    """Yield sums over axes along which the formula does not vary, traces, and first entries."""
    letters = evidence.letters[: len(evidence.shape)]
    even = [axis for axis in range(len(evidence.shape)) if _is_even(evidence, axis)]
    for count in range(1, len(even) + 1):
        for axes in combinations(even, count):
            over = tuple(a + 1 for a in axes)
            names = ", ".join(letters[a] for a in axes)
            yield Summary(
                f"sum over {names} of the right one",
                partial(_sum, over), partial(_length, axes), 0.2 * count,
                EVERY if count == len(letters) else f"along {names}",
            )  # fmt: skip
    for one, other in combinations(even, 2):
        if evidence.axes[one] == evidence.axes[other]:
            yield Summary(
                "trace of the right one" if len(evidence.shape) == 2
                else f"sum over {letters[one]} = {letters[other]} of the right one",
                partial(_trace, one + 1, other + 1), partial(_length, (one,)), 0.2,
                EVERY if len(evidence.shape) == 2
                else f"along {letters[one]}, {letters[other]}",
            )  # fmt: skip
    for axis in even:
        for place, told in ((0, "first"), (-1, "last")):
            yield Summary(
                f"right one at the {told} {letters[axis]}"
                + (f" ({letters[axis]} = 0)" if place == 0 else ""),
                partial(np.take, indices=[place], axis=axis + 1), lambda _shape: 1, 0.8,
                EVERY if len(evidence.shape) == 1 else f"along {letters[axis]}",
            )  # fmt: skip
    for one, other in combinations(range(len(evidence.shape)), 2):
        if evidence.axes[one] == evidence.axes[other] and len(evidence.shape) == 2:
            yield Summary("trace of the right one, on the diagonal", _trace_on_diagonal,
                          lambda shape: int(shape[0]), 0.8)  # fmt: skip


def _is_even(evidence: Evidence, axis: int) -> bool:
    """Return whether the formula is the same along an axis, and the derivative is not."""
    if max(evidence.axes[axis]) < 2:
        return False
    draws = evidence.first
    size = np.abs(draws.analytic).max(initial=0.0)
    return bool((np.ptp(draws.analytic, axis=axis + 1) <= EVEN * size).all()) and bool(
        (np.ptp(draws.numeric, axis=axis + 1) > 1e-6 * np.abs(draws.numeric).max()).any()
    )


def _sum(axes: tuple[int, ...], array: FloatArray) -> FloatArray:
    return np.asarray(array.sum(axis=axes, keepdims=True))


def _length(axes: tuple[int, ...], shape: tuple[int, ...]) -> int:
    return prod(shape[axis] for axis in axes)


def _trace(one: int, other: int, array: FloatArray) -> FloatArray:
    found = np.trace(array, axis1=one, axis2=other)
    return np.asarray(np.expand_dims(np.expand_dims(found, one), other))


def _trace_on_diagonal(array: FloatArray) -> FloatArray:
    return np.asarray(np.trace(array, axis1=1, axis2=2)[:, None, None] * np.eye(array.shape[1]))


def hypothesis(evidence: Evidence, summary: Summary, constant: Constant) -> Hypothesis:
    """Return the claim that the formula is a constant times the summary."""

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        target = factor * np.broadcast_to(summary.apply(draws.numeric), draws.numeric.shape)
        parts = np.broadcast_to(summary.apply(np.abs(draws.numeric)), draws.numeric.shape)
        doubt = np.broadcast_to(summary.apply(draws.bound), draws.bound.shape)
        return Repaired(draws.analytic, np.asarray(target), abs(factor) * parts,
                        draws.slack + abs(factor) * doubt)  # fmt: skip

    told, text, cost = summary.told, constant.text, constant.cost
    lengths = [summary.length(d.numeric.shape[1:]) for d in evidence.draws]
    if max(lengths) > 1 and np.allclose(np.array(lengths) * constant.values, 1):
        told, text, cost = told.replace("sum over", "mean over"), "1", 0.0
    whole = f"the {told}" if text == "1" else times(f"(the {told})", text)
    same = f"the same {summary.along}" if "diagonal" not in told else "one number"
    cause = Cause("collapse", f"it is {same}: {whole}", factor=None)
    return Hypothesis(cause, COST + summary.cost + (0.0 if text == "1" else 1.0 + cost), apply)

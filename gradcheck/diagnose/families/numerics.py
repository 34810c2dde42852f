"""Numerics: right in theory; it computes in low precision, or is itself a numerical difference."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.diagnose.conditions import properties
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, as_it_is
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

TIER = 3

COST = 15.5

STEPS = tuple(10.0**-k for k in range(1, 9))
"""The steps that people take."""

SMALL = 0.05
"""How far off a numerical difference may be, relative to the largest entry."""

DECIMALS, NEAR = range(1, 9), 1e-6
"""To how many decimals people round, and how close a number is to such, in units of the last."""

PRECISIONS = {"float32": 2.0**-24, "float16": 2.0**-11}
"""What people compute in by mistake, and the unit of each."""

BELOW = 2.0**-10
"""The part of such a unit by which arguments are moved: few numbers are rounded otherwise then."""

LOST, STILL, FEW = 500.0, 0.7, 3
"""Units that a formula may lose; the part of its entries that must stand still; trials."""

FURTHER = 64.0
"""Units by which arguments are moved for all that stood still to move: what does not is no number
that was rounded, but does not depend on that argument."""

SHRUNK, FIXED = 2.0**-6, 16.0
"""What arguments are shrunk to, and how many times as far off a formula is then (relative) whose
steps stay as they are."""

MATCH, DISTINCT = 0.02, 0.2
"""How much of what is wrong may be left when the difference is formed with the same step, and how
much must be with half of it: where any step would do, it explains nothing."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what a formula rounds to, computes in, and steps of differences."""
    if not evidence.draws or not evidence.regular:
        return
    draws = evidence.first
    if _off(draws) < SMALL:
        decimals = list(_rounded(evidence))
        yield from decimals or _low_precision(evidence)
        yield from _difference(evidence)


def _off(draws: Draws) -> float:
    """Return the largest difference beside the largest entry."""
    off = np.abs(draws.analytic - draws.numeric)[draws.known].max(initial=0.0)
    largest = np.abs(draws.numeric[draws.known]).max(initial=0.0)
    return float(off / largest) if largest else np.inf


def _rounded(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the decimals to which the formula rounds what is right."""
    for decimals in DECIMALS:

        def holds(draws: Draws, _: float, decimals: int = decimals) -> bool:
            rounded = draws.numeric.round(decimals)
            unit = 10.0**-decimals
            # Where the numeric derivative is next to a half, either will do.
            near = np.abs(np.abs(draws.numeric - rounded) - unit / 2) <= draws.bound + unit * NEAR
            same = np.abs(draws.analytic - rounded) <= unit * (near + NEAR)
            return bool(draws.known.any() and same[draws.known].all() and draws.analytic.any())

        if holds(evidence.first, evidence.subject.rtol):
            cause = Cause("numerics", f"it rounds to {decimals} decimal{'s' * (decimals > 1)}")
            yield Hypothesis(cause, COST - 1, as_it_is, holds=holds)
            return


def _low_precision(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the precision in which the formula seems to compute: it moves by its units only."""
    for word, unit in PRECISIONS.items():
        if not _is_stepped(evidence, evidence.first, unit):
            continue

        def holds(draws: Draws, _: float, unit: float = unit) -> bool:
            return _is_stepped(evidence, draws, unit)

        told = f"it computes in {word} inside" if _floats(evidence) else "it rounds inside"
        cause = Cause("numerics", f"{told}: it does not move where its arguments move by "
                      f"{unit * BELOW:.0e} of themselves")  # fmt: skip
        yield Hypothesis(cause, COST, as_it_is, holds=holds)
        return


def _floats(evidence: Evidence) -> bool:
    """Return whether a formula is no further off (relative) where its arguments are small: what is
    rounded to so many decimals, or levels, is.
    """
    draws = evidence.first
    inputs = {k: draws.values[k][:FEW] for k in evidence.subject.inputs}
    before = _off(evidence.subject.probe_at(draws.sizes, inputs))
    for name, value in inputs.items():
        shares = any(one.kind == "sums" for one in properties(draws, name))
        if value.dtype.kind != "f" or shares:
            continue
        try:
            small = evidence.subject.probe_at(draws.sizes, {**inputs, name: value * SHRUNK})
        except GradcheckError:
            continue
        if _off(small) > FIXED * before:
            return False
    return True


def _is_stepped(evidence: Evidence, draws: Draws, unit: float) -> bool:
    """Return whether most entries stand still where the truth moves by far more than rounding."""
    if _off(draws) > LOST * unit:
        return False
    inputs = {k: draws.values[k][:FEW] for k in evidence.subject.inputs}
    try:
        before = evidence.subject.probe_at(draws.sizes, inputs)
        return any(
            _stands_still(evidence, before, inputs, name, unit)
            for name, value in inputs.items() if value.dtype.kind == "f"
        )  # fmt: skip
    except GradcheckError:
        return False


def _stands_still(
    evidence: Evidence, before: Draws, inputs: Mapping[str, npt.NDArray[Any]], name: str,
    unit: float,
) -> bool:  # fmt: skip
    """Return whether most entries that should move do not, to the last bit, but do further on."""

    def moved(by: float) -> Draws:
        return evidence.subject.probe_at(before.sizes, {**inputs, name: inputs[name] * (1 + by)})

    after = moved(unit * BELOW)
    least = 1e-2 * unit * BELOW * np.abs(before.numeric)
    moving = np.abs(after.numeric - before.numeric) > least + before.bound + after.bound
    still = (before.analytic == after.analytic) & moving
    if not still.any() or still.sum() <= STILL * moving.sum():
        return False
    return bool((before.analytic != moved(unit * FURTHER).analytic)[still].mean() > STILL)


def _difference(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the steps with which differences of the numerator are what the formula returns."""
    derivative, draws = evidence.derivative, evidence.first
    if draws.values[derivative.numerator].ndim != 1 or not _is_input(evidence):
        return
    for step in STEPS:
        for centred in (False, True):
            if not _matches(evidence, draws, step, centred):
                continue
            if _left(evidence, draws, step / 2, centred) > DISTINCT:
                kind = "central" if centred else "forward"
                told = f"it is itself a numerical difference: {kind}, with step {step:g}"
                cause = Cause("numerics", told)
                yield Hypothesis(cause, COST, as_it_is, holds=_same(evidence, step, centred))


def _same(evidence: Evidence, step: float, centred: bool) -> Callable[[Draws, float], bool]:
    return lambda draws, _: _matches(evidence, draws, step, centred)


def _is_input(evidence: Evidence) -> bool:
    return evidence.derivative.denominator in evidence.subject.inputs


def _matches(evidence: Evidence, draws: Draws, step: float, centred: bool) -> bool:
    """Return whether the formula is this difference, in the first of the draws."""
    return _left(evidence, draws, step, centred) <= MATCH


def _left(evidence: Evidence, draws: Draws, step: float, centred: bool) -> float:
    """Return how much of what is wrong this difference leaves, in the first of the draws."""
    name, by = evidence.derivative.numerator, evidence.derivative.denominator
    inputs = {k: draws.values[k][:1] for k in evidence.subject.inputs}
    count = inputs[by].size
    moves = np.concatenate([np.eye(count), -np.eye(count) * centred, np.zeros((1, count))]) * step
    stacked = {k: np.repeat(v, len(moves), axis=0) for k, v in inputs.items()}
    stacked[by] = stacked[by] + moves.reshape(-1, *inputs[by].shape[1:])
    try:
        found = evidence.subject.values_at(draws.sizes, stacked)[name]
    except GradcheckError:
        return np.inf
    ahead, behind = found[:count], found[count : 2 * count] if centred else found[-1]
    slope: FloatArray = (ahead - behind) / (2 * step if centred else step)
    slope = slope.reshape(draws.analytic.shape[1:])
    wrong = np.abs(draws.analytic[0] - draws.numeric[0]).max()
    return float(np.abs(slope - draws.analytic[0]).max() / wrong) if wrong else np.inf

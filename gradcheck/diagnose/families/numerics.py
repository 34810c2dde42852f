"""Numerics: right in theory; it overflows, or is itself a numerical difference."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.diagnose.sources import plain_sources
from gradcheck.errors import GradcheckError
from gradcheck.records import BoolArray, Cause, Draws, FloatArray

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

MATCH, DISTINCT = 0.02, 0.2
"""How much of what is wrong may be left when the difference is formed with the same step, and how
much must be with half of it: where any step would do, it explains nothing."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the thresholds beyond which the formula is not finite, and steps of differences."""
    if not evidence.draws:
        return
    if not evidence.regular:
        yield from _overflow(evidence)
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


def _as_it_is(draws: Draws) -> Repaired:
    """Return a formula of which nothing is repaired: its cause has a test of its own."""
    return Repaired(draws.analytic, draws.numeric, np.abs(draws.numeric), draws.slack)


def _rounded(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the decimals to which the formula rounds what is right."""
    for decimals in DECIMALS:

        def holds(draws: Draws, decimals: int = decimals) -> bool:
            rounded = draws.numeric.round(decimals)
            unit = 10.0**-decimals
            # Where the numeric derivative is next to a half, either will do.
            near = np.abs(np.abs(draws.numeric - rounded) - unit / 2) <= draws.bound + unit * NEAR
            same = np.abs(draws.analytic - rounded) <= unit * (near + NEAR)
            return bool(draws.known.any() and same[draws.known].all() and draws.analytic.any())

        if holds(evidence.first):
            cause = Cause("numerics", f"it rounds to {decimals} decimal{'s' * (decimals > 1)}")
            yield Hypothesis(cause, COST - 1, _as_it_is, holds=holds)
            return


def _low_precision(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the precision in which the formula seems to compute: it moves by its units only."""
    for word, unit in PRECISIONS.items():
        if not _is_stepped(evidence, evidence.first, unit):
            continue

        def holds(draws: Draws, unit: float = unit) -> bool:
            return _is_stepped(evidence, draws, unit)

        cause = Cause("numerics", f"it computes in {word} inside: it does not move where its "
                      f"arguments move by {unit * BELOW:.0e} of themselves")  # fmt: skip
        yield Hypothesis(cause, COST, _as_it_is, holds=holds)
        return


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


def _overflow(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the arrays that are larger wherever the formula is not finite."""
    draws = evidence.first
    bad = draws.known & ~np.isfinite(draws.analytic)
    if not bad.any():
        return
    for source in plain_sources(evidence):
        for piece in make.place(evidence, source, None):
            values = np.broadcast_to(piece.on(draws)[..., 0], bad.shape)
            fine = _fine(draws)
            calm = _calm(evidence, piece)
            for sign, word in ((1.0, ">"), (-1.0, "<")):
                least = (sign * values[bad]).min()
                below = [*(sign * values[fine]), *(sign * calm)]
                if not below or least <= max(below):
                    continue
                text = f"{piece.text} {word}= {_round(sign * least)}"
                yield _claim(
                    f"overflows: it is not finite where {text}, and is at "
                    f"{_round(sign * max(below))}, where the derivative is finite too", text,
                    piece, sign, least,
                )  # fmt: skip


def _fine(draws: Draws) -> BoolArray:
    """Return the entries in which the formula is right and the derivative is not simply zero."""
    right = draws.known & np.isfinite(draws.analytic) & ~draws.disagree
    return right & (np.abs(draws.numeric) > draws.bound)


def _calm(evidence: Evidence, piece: make.Piece) -> FloatArray:
    """Return the values of an array where the formula is right on other distributions."""
    found = [np.zeros(0)]
    for _, _, draws in evidence.elsewhere:
        values = np.broadcast_to(piece.on(draws)[..., 0], draws.analytic.shape)
        found.append(values[_fine(draws)])
    return np.concatenate(found)


def _round(value: float) -> str:
    return f"{value:.4g}"


def _claim(message: str, where: str, piece: make.Piece, sign: float, least: float) -> Hypothesis:
    def holds(draws: Draws) -> bool:
        values = np.broadcast_to(sign * piece.on(draws)[..., 0], draws.analytic.shape)
        bad = draws.known & ~np.isfinite(draws.analytic)
        fine = draws.known & np.isfinite(draws.analytic) & (np.abs(draws.numeric) > draws.bound)
        apart = not fine.any() or not bad.any() or values[fine].max() <= values[bad].min()
        return bool(apart and not (draws.disagree & fine).any() and least > 0)

    cost = COST + piece.cost
    return Hypothesis(Cause("numerics", message, where=where), cost, _as_it_is, holds=holds)


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
                yield Hypothesis(cause, COST, _as_it_is, holds=_same(evidence, step, centred))


def _same(evidence: Evidence, step: float, centred: bool) -> Callable[[Draws], bool]:
    return lambda draws: _matches(evidence, draws, step, centred)


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

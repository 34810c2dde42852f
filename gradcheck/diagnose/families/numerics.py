"""Numerics: right in theory; it overflows, or is itself a numerical difference."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

TIER = 3

COST = 15.5

STEPS = tuple(10.0**-k for k in range(1, 9))
"""The steps that people take."""

SMALL = 0.05
"""How far off a numerical difference may be, relative to the largest entry."""

MATCH = 0.02
"""How much of what is wrong may be left when the difference is formed with the same step."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the thresholds beyond which the formula is not finite, and steps of differences."""
    if not evidence.draws:
        return
    if not evidence.regular:
        yield from _overflow(evidence)
        return
    draws = evidence.first
    off = np.abs(draws.analytic - draws.numeric)[draws.known].max(initial=0.0)
    if off < SMALL * np.abs(draws.numeric[draws.known]).max(initial=0.0):
        yield from _difference(evidence)


def _overflow(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the arrays that are larger wherever the formula is not finite."""
    draws = evidence.first
    bad = draws.known & ~np.isfinite(draws.analytic)
    if not bad.any():
        return
    for source in make.sources(evidence):
        for piece in make.place(evidence, source, None):
            values = np.broadcast_to(piece.on(draws)[..., 0], bad.shape)
            fine = draws.known & ~bad & ~draws.disagree
            for sign, word in ((1.0, ">"), (-1.0, "<")):
                least = (sign * values[bad]).min()
                if not fine.any() or least <= (sign * values[fine]).max():
                    continue
                text = f"{piece.text} {word} {_round(sign * least)}"
                yield _claim(f"overflows: it is not finite from about {text}, where the "
                             "derivative is", text, piece, sign, least)  # fmt: skip


def _round(value: float) -> str:
    return f"{value:.4g}"


def _claim(message: str, where: str, piece: make.Piece, sign: float, least: float) -> Hypothesis:
    def holds(draws: Draws) -> bool:
        values = np.broadcast_to(sign * piece.on(draws)[..., 0], draws.analytic.shape)
        bad = draws.known & ~np.isfinite(draws.analytic)
        fine = draws.known & np.isfinite(draws.analytic)
        apart = not fine.any() or not bad.any() or values[fine].max() <= values[bad].min()
        return bool(apart and not (draws.disagree & fine).any() and least > 0)

    def apply(draws: Draws) -> Repaired:
        return Repaired(draws.analytic, draws.numeric, draws.slack, draws.slack)

    cost = COST + piece.cost
    return Hypothesis(Cause("numerics", message, where=where), cost, apply, holds=holds)


def _difference(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the steps with which differences of the numerator are what the formula returns."""
    derivative, draws = evidence.derivative, evidence.first
    if draws.values[derivative.numerator].ndim != 1 or not _is_input(evidence):
        return
    for step in STEPS:
        for centred in (False, True):
            if _matches(evidence, draws, step, centred):
                kind = "central" if centred else "forward"
                told = f"it is itself a numerical difference: {kind}, with step {step:g}"
                cause = Cause("numerics", told)
                yield Hypothesis(cause, COST, lambda d: Repaired(d.analytic, d.numeric, d.slack,
                                 d.slack), holds=_same(evidence, step, centred))  # fmt: skip


def _same(evidence: Evidence, step: float, centred: bool):  # type: ignore[no-untyped-def]
    return lambda draws: _matches(evidence, draws, step, centred)


def _is_input(evidence: Evidence) -> bool:
    return evidence.derivative.denominator in evidence.subject.inputs


def _matches(evidence: Evidence, draws: Draws, step: float, centred: bool) -> bool:
    """Return whether the formula is this difference, in the first of the draws."""
    name, by = evidence.derivative.numerator, evidence.derivative.denominator
    inputs = {k: draws.values[k][:1] for k in evidence.subject.inputs}
    count = inputs[by].size
    moves = np.concatenate([np.eye(count), -np.eye(count) * centred, np.zeros((1, count))]) * step
    stacked = {k: np.repeat(v, len(moves), axis=0) for k, v in inputs.items()}
    stacked[by] = stacked[by] + moves.reshape(-1, *inputs[by].shape[1:])
    try:
        found = evidence.subject.probe_at(draws.sizes, stacked).values[name]
    except GradcheckError:
        return False
    ahead, behind = found[:count], found[count : 2 * count] if centred else found[-1]
    slope: FloatArray = (ahead - behind) / (2 * step if centred else step)
    slope = slope.reshape(draws.analytic.shape[1:])
    wrong = np.abs(draws.analytic[0] - draws.numeric[0]).max()
    return bool(np.abs(slope - draws.analytic[0]).max() <= MATCH * wrong)

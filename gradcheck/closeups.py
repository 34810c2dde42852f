"""Find out what only a plot shows: the worst trial, and the step-size curve of the worst entry."""

import numpy as np

from gradcheck.differences import line_scales
from gradcheck.differences.curve import step_curve
from gradcheck.errors import GradcheckError
from gradcheck.problem import Evaluator
from gradcheck.records import (
    Closeup,
    Curve,
    Entry,
    FloatArray,
    Index,
    IntArray,
    Judgement,
    Name,
)
from gradcheck.reference import Reference


def closeup(
    judgement: Judgement, worst: Entry, name: Name, reference: Reference,
    seconds: float | None = None,
) -> Closeup:  # fmt: skip
    """Return what a plot shows of a judgement; `seconds` is what a quantity may take for a call."""
    position = reference.sample.trials.index(worst.trial)
    return Closeup(
        worst.trial, judgement.analytic[position], judgement.numeric[position], excess(judgement),
        _curve(worst, position, name, reference, seconds),
    )  # fmt: skip


def excess(judgement: Judgement) -> FloatArray:
    """Return each entry's largest difference over what is allowed; NaN where none was decided."""
    with np.errstate(all="ignore"):
        apart = np.abs(judgement.analytic - judgement.numeric)
        over = np.where(apart == 0, 0.0, apart / judgement.allowed)
    over = np.where(judgement.disagree & ~np.isfinite(over), np.inf, over)
    decided = np.where(judgement.inconclusive, np.nan, over)
    return np.asarray(np.fmax.reduce(decided, axis=0))


def _curve(
    worst: Entry, position: int, name: Name, reference: Reference, seconds: float | None
) -> Curve | None:
    """Return the curve of an entry; None where there is none, or it cannot be had."""
    problem, sample = reference.problem, reference.sample
    if name.numerator not in {name.denominator, *problem.downstream(name.denominator)}:
        return None
    own = sample.values[name.numerator].shape[1:]
    moved = sample.values[name.denominator].astype(np.float64)
    output = _flat(worst.index[: len(own)], own)
    entry = _flat(worst.index[len(own) :], moved.shape[1:])
    line = position * moved[0].size + entry
    evaluator = Evaluator(problem, reference.sizes, seconds)

    def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
        where = np.full(lines.size, line)
        return evaluator.along(sample, name.numerator, name.denominator, where, positions)

    each = moved.reshape(len(moved), -1)
    scale = float(line_scales(each)[position, entry])
    try:
        return step_curve(phi, float(each[position, entry]), scale, output, worst.numeric,
                          worst.bound)  # fmt: skip
    except GradcheckError:  # a picture is no reason to change a verdict
        return None


def _flat(index: Index, shape: tuple[int, ...]) -> int:
    return int(np.ravel_multi_index(index, shape)) if shape else 0

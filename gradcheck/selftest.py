"""Compare a few shared differences with plain ones, in which nothing is shared.

The graph and the declarations say what may be shared. Should a declaration not hold, this shows it.
"""

from math import prod

import numpy as np

from gradcheck.differences import FEWEST_STEPS, Lines, differentiate_lines, examine, line_scales
from gradcheck.problem import Evaluator
from gradcheck.records import FloatArray, IntArray, Name, Numeric, Sample

COMPARED = 3
"""Entries of each derivative that are compared."""

SLACK = 2.0
"""Two bounds contradict each other when they are apart even at this many times their width."""

SEED = 0


def agrees_with_plain(
    evaluator: Evaluator, sample: Sample, name: Name, shared: Numeric, top: float
) -> bool:
    """Return whether a few entries of a shared derivative have the same plain differences.

    `shared` has the shape (trials, outputs, entries); `top` is the largest step to be taken.
    """
    chosen = _chosen(shared)
    if not chosen.size:
        return True
    trials, _, entries = shared.values.shape
    rows = shared.arranged(lambda array: array.swapaxes(1, 2).reshape(trials * entries, -1)[chosen])
    plain = _plain(evaluator, sample, name, chosen, top)
    with np.errstate(all="ignore"):
        apart = np.abs(plain.values - rows.values) > SLACK * (plain.bound + rows.bound)
    return not bool(apart.any())


def _chosen(shared: Numeric) -> IntArray:
    """Choose entries, numbered through all trials: the largest, and some at random."""
    size = np.where(np.isfinite(shared.bound), np.abs(shared.values), 0.0).max(axis=1).reshape(-1)
    moving = np.flatnonzero(size > 0)
    if not moving.size:
        return moving
    random = np.random.default_rng(SEED).choice(moving, COMPARED - 1)
    return np.unique([int(np.argmax(size)), *random.tolist()])


def _plain(
    evaluator: Evaluator, sample: Sample, name: Name, chosen: IntArray, top: float
) -> Numeric:
    """Differentiate along some lines: by a few steps, and where those do not do, by climbing."""
    moved = sample.values[name.denominator].astype(np.float64)
    at = moved.reshape(-1)[chosen]

    def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
        return evaluator.along(sample, name.numerator, name.denominator, chosen[lines], positions)

    scales = line_scales(moved.reshape(len(moved), -1)).reshape(-1)[chosen]
    lines = Lines(
        phi=phi, at=at[None], scale=scales, origin=np.arange(at.size),
        outputs=prod(sample.values[name.numerator].shape[1:]), typical=np.full(at.shape, top),
    )  # fmt: skip
    found = examine(lines.steps(np.arange(at.size), lines.typical, FEWEST_STEPS))
    if found.sound.all():
        return Numeric(found.values, found.bound, found.doubt)
    return differentiate_lines(lines)

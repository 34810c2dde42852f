"""Integrability: a field whose Jacobian is not symmetric is the gradient of no cost.

The formula is differentiated itself, by central differences at two steps; what they differ by, and
what the formula's rounding amounts to, is what an asymmetry must exceed (Schwarz 1873: second
derivatives of a cost can be taken in either order).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.evidence import SEED, Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

TIER = 5

COST = 30.0

LARGEST = 24
"""Entries of a derivative beyond which the Jacobian, its square, is not formed."""

POINTS, LOOKED_AT = 3, 24
"""Draws at which the Jacobian is formed, of so many the first that disagree: what is wrong must be
the same story at all of them."""

STEP = 2.0**-9
"""The larger step, relative to the size of the input; the smaller is its half."""

SURE, SEEN, SAME = 50.0, 1e-4, 1e-6
"""An asymmetry counts from so many times its error, and from this part of the Jacobian; below the
last it is none."""

ROTATION = 1e-3
"""What is wrong is nothing but a rotation if the symmetric part of its Jacobian is below this."""


class Jacobian(NamedTuple):
    """The derivatives of a formula's entries at one point; shape (entries, entries)."""

    values: FloatArray
    error: float
    wrong: FloatArray
    """The same of what is wrong: the formula less the derivative."""

    @property
    def twist(self) -> FloatArray:
        """How far it is from symmetric."""
        return self.values - self.values.T

    @property
    def size(self) -> float:
        """The largest entry."""
        return float(np.abs(self.values).max(initial=0.0))


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield whether the formula can be the gradient of any cost."""
    derivative = evidence.derivative
    scalar = bool(evidence.draws) and evidence.first.values[derivative.numerator].ndim == 1
    if not evidence.regular or not scalar or evidence.subject.offered:
        return
    if derivative.denominator not in evidence.subject.inputs:
        return
    if not 1 < evidence.first.numeric[0].size <= LARGEST:
        return
    found = list(_jacobians(evidence))
    if len(found) < POINTS:
        return
    if all(_twisted(one) for one in found):
        alone = all(_rotates(one) for one in found)
        plainest = max(found, key=lambda one: float(np.abs(one.twist).max()))
        yield hypothesis(_no_cost(evidence, plainest), no_cost=True, alone=alone)
    elif all(np.abs(one.twist).max() <= SAME * one.size + one.error for one in found):
        yield hypothesis("it is the gradient of another cost: its own derivatives are symmetric",
                         no_cost=False)  # fmt: skip


def hypothesis(message: str, no_cost: bool, alone: bool = False) -> Hypothesis:
    """Return the claim; where the mistake is more than a rotation, it only narrows it down."""

    def apply(draws: Draws) -> Repaired:
        return Repaired(draws.analytic, draws.numeric, draws.slack, draws.slack)

    cause = Cause("integrability", message)
    return Hypothesis(cause, COST, apply, final=True, narrows=not alone, beside=no_cost)


def _twisted(one: Jacobian) -> bool:
    return bool(np.abs(one.twist).max() > max(SURE * one.error, SEEN * one.size))


def _rotates(one: Jacobian) -> bool:
    """Return whether what is wrong has an antisymmetric Jacobian, and so does no work."""
    return bool(np.abs(one.wrong + one.wrong.T).max() <= ROTATION * np.abs(one.wrong).max())


def _no_cost(evidence: Evidence, one: Jacobian) -> str:
    """Name the pair of entries that is furthest from symmetric."""
    place = int(np.argmax(np.abs(np.triu(one.twist, 1))))
    first, second = (
        ",".join(str(int(i)) for i in np.unravel_index(k, evidence.shape))
        for k in np.unravel_index(place, one.twist.shape)
    )
    name, by = evidence.derivative, evidence.derivative.denominator
    a, b = np.unravel_index(place, one.twist.shape)
    return (
        f"it is the gradient of no cost: d({name}[{first}])/d{by}[{second}] is "
        f"{one.values[a, b]:.4g}, d({name}[{second}])/d{by}[{first}] is {one.values[b, a]:.4g}"
    )


def _jacobians(evidence: Evidence) -> Iterator[Jacobian]:
    """Yield the Jacobian of the formula at a few points, all entries moved together."""
    drawn = evidence.probe(evidence.first.sizes, {}, SEED + 400, LOOKED_AT)
    by = evidence.derivative.denominator
    if drawn is None:
        return
    something = drawn.disagree & (np.abs(drawn.analytic) > drawn.slack)
    for place in np.flatnonzero(something.reshape(drawn.trials, -1).any(axis=1))[:POINTS]:
        inputs = {n: drawn.values[n][place : place + 1] for n in evidence.subject.inputs}
        at = inputs[by].reshape(-1)
        step = STEP * max(float(np.abs(at).max()), 1e-3)
        units = np.eye(at.size)
        still = np.zeros((2, at.size))
        moves = np.concatenate([*(s * h * units for h in (step, step / 2) for s in (1, -1)), still])
        stacked = {n: np.repeat(value, len(moves), axis=0) for n, value in inputs.items()}
        stacked[by] = (at + moves).reshape(-1, *inputs[by].shape[1:])
        try:
            moved = evidence.subject.probe_at(drawn.sizes, stacked)
        except GradcheckError:
            return
        if not np.isfinite(moved.analytic).all():
            return
        if (moved.analytic[-1] != moved.analytic[-2]).any():
            return  # it is another number each time
        yield _jacobian(moved, step, at.size)


def _jacobian(moved: Draws, step: float, count: int) -> Jacobian:
    """Difference the formula along every entry at two steps, and extrapolate (Richardson 1911)."""

    def slopes(values: FloatArray) -> tuple[FloatArray, FloatArray]:
        rows = values[: 4 * count].reshape(4, count, count)
        coarse, fine = (rows[0] - rows[1]) / (2 * step), (rows[2] - rows[3]) / step
        return (4 * fine - coarse) / 3, fine - coarse

    values, change = slopes(moved.analytic)
    wrong, _ = slopes(moved.analytic - moved.numeric)
    noise = float(moved.slack.max(initial=0.0)) / step
    return Jacobian(values.T, float(np.abs(change).max()) + 4 * noise, wrong.T)

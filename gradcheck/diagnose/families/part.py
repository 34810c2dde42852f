"""Part: the formula is one term of a sum that the chain rule asks for.

d N / d D = sum_e (dN/dQ_e)(dQ_e/dD) for every quantity Q that all paths lead through; the formula
keeps the first e only, or the last, or the one that is its own index.
"""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray, Name

TIER = 3

COST = 16.0

LARGEST = 2**16
"""Numbers in a Jacobian, over all trials, beyond which it is not formed."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the single terms of sums over the entries of a quantity on the way."""
    numerator = evidence.derivative.numerator
    if not evidence.regular or evidence.first.values[numerator].ndim != 1:
        return
    for name in evidence.path:
        size = evidence.first.values[name][0].size * evidence.first.numeric.size
        if name == numerator or evidence.first.values[name].ndim != 2 or size > LARGEST:
            continue
        for which, told in _choices(evidence, name):
            one = _of(evidence, name, which, told)
            if one is not None:
                yield one


def _choices(evidence: Evidence, name: str) -> Iterator[tuple[int | str, str]]:
    """Yield which entries of the quantity may be the one that was kept."""
    yield 0, f"the first term, {name}_0"
    yield -1, f"the last term of {name}"
    kind = evidence.kinds_of(name)[0]
    for label, values in evidence.first.values.items():
        whole = values.dtype.kind in "iu" and values.ndim == 1
        if label in evidence.subject.inputs and whole and values.max() < kind[0]:
            yield label, f"the term {name}_{label}"
    for axis, mine in enumerate(evidence.axes):
        if mine == kind:
            letter = evidence.letters[axis]
            yield f"{axis}", f"the term {name}_{letter}, the one of its own index {letter}"


def terms(draws: Draws, numerator: str, through: str, by: str) -> FloatArray:
    """Return the terms of the sum, shape (trials, entries of `through`, *derivative)."""

    def compute() -> FloatArray:
        outer = draws.partial(Name(numerator, through)).values
        inner = draws.partial(Name(through, by)).values
        return np.asarray(outer.reshape(*outer.shape, *([1] * (inner.ndim - 2))) * inner)

    return draws.remembered(("terms", numerator, through, by), compute)


def _kept(draws: Draws, derivative: Name, through: str, which: int | str) -> FloatArray:
    every = terms(draws, derivative.numerator, through, derivative.denominator)
    if isinstance(which, int):
        return np.asarray(every[:, which])
    if not which.isdigit():
        chosen = draws.values[which]
        fits = chosen < every.shape[1]
        return np.asarray(every[np.arange(len(every)), np.where(fits, chosen, 0)])
    axis = int(which)
    own = np.eye(every.shape[1], every.shape[axis + 2])
    shape = [1, every.shape[1], *([1] * (every.ndim - 2))]
    shape[axis + 2] = every.shape[axis + 2]
    return np.asarray((every * own.reshape(shape)).sum(axis=1))


def _of(evidence: Evidence, name: str, which: int | str, told: str) -> Hypothesis | None:
    derivative = evidence.derivative

    def pair(draws: Draws) -> Both:
        return Both(_kept(draws, derivative, name, which), draws.analytic, draws.known)

    try:
        first = terms(evidence.first, derivative.numerator, name, derivative.denominator)
        every = np.allclose(first.sum(axis=1), evidence.first.numeric, rtol=1e-6, atol=1e-9)
        constant = constant_ratio(evidence.draws, pair) if every else None
    except (GradcheckError, ValueError):
        return None
    return None if constant is None else hypothesis(derivative, name, which, told, constant)


def hypothesis(
    derivative: Name, name: str, which: int | str, told: str, constant: Constant
) -> Hypothesis:
    """Return the claim that the formula is a constant times one term of the sum."""

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        every = terms(draws, derivative.numerator, name, derivative.denominator)
        target = factor * _kept(draws, derivative, name, which)
        size = abs(factor) * np.abs(every).sum(axis=1)
        return Repaired(draws.analytic, target, size, draws.slack)

    chain = f"d{derivative.numerator}/d{name} d{name}/d{derivative.denominator}"
    scaled = "" if constant.text == "1" else f", {times('it', constant.text)}"
    cause = Cause(
        "collapse", f"it keeps only {told}, of the sum over {name} of {chain}{scaled}",
        corrected=f"sum over {name} of {chain}",
    )  # fmt: skip
    extra = 0.0 if constant.text == "1" else 1 + constant.cost
    return Hypothesis(cause, COST + extra, apply)

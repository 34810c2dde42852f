"""Stand-in: in place of a factor of the chain rule stands the derivative of another activation."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from gradcheck.diagnose.activations import ACTIVATIONS, Activation
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.diagnose.jacobians import Product, Replaced, diagonal_of, is_diagonal
from gradcheck.diagnose.ways import Way, affordable, claim, onwards, written
from gradcheck.errors import GradcheckError
from gradcheck.records import Draws, FloatArray

TIER = 2

COST = 4.6

CLOSE = 1e-6
"""How close to a derivative in the table one must be to be called so."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what can stand in place of a factor between two arrays of one shape."""
    if not evidence.regular or not evidence.path:
        return
    nodes = [name for name in reversed(evidence.path) if affordable(evidence, name)]
    for late in nodes:
        for early in (*nodes, evidence.derivative.denominator):
            alike = evidence.kinds_of(late) == evidence.kinds_of(early)
            if not alike or early not in evidence.subject.dependencies[late]:
                continue
            for way in _ways(evidence, late, early):
                try:
                    one = claim(evidence, way, COST)
                except GradcheckError:
                    continue
                if one is not None:
                    yield one


def _ways(evidence: Evidence, late: str, early: str) -> Iterator[Way]:
    """Yield the ways to have something else for d late / d early."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    rest = onwards(evidence, early)
    product = Product(((numerator, late), (late, early), *rest))
    chain = written(numerator, late, early, *([denominator] if rest else []))
    factor = f"d{late}/d{early}"
    try:
        if not is_diagonal(evidence.first, late, early):
            return
        fits = _fitting(evidence.first, late, early)
    except GradcheckError:
        return
    here = "".join([f"; here it is {one.text.format(z=early, a=late)}" for one in fits][:1])
    for one in ACTIVATIONS:
        if one not in fits and np.ptp(_activation(one, late, early, evidence.first)) > 0:
            text = one.text.format(z=early, a=late)
            told = f"the factor {factor} of {chain} is taken to be {text}, as of {one.told}{here}"
            put = Replaced(product, (late, early), text, partial(_activation, one, late, early))
            yield Way("inside", told, chain, (product,), (put,), one.cost)


def _fitting(draws: Draws, late: str, early: str) -> list[Activation]:
    """Return which of the derivatives in the table the right one is."""
    right = diagonal_of(late, early, draws)
    within = CLOSE * np.abs(right).max(initial=1.0)
    return [one for one in ACTIVATIONS
            if (np.abs(_activation(one, late, early, draws) - right) <= within).all()]  # fmt: skip


def _activation(one: Activation, late: str, early: str, draws: Draws) -> FloatArray:
    with np.errstate(all="ignore"):
        found = one.of(*(draws.values[name].astype(np.float64) for name in (early, late)))
    return np.asarray(found.reshape(draws.trials, -1))

"""Stand-in: in place of a factor of the chain rule stands the derivative of another activation."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from gradcheck.diagnose.activations import ACTIVATIONS, Activation
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.diagnose.jacobians import Product, StandIn, diagonal_of, is_diagonal
from gradcheck.diagnose.ways import Way, between, claims, onwards
from gradcheck.diagnose.wording import chain_of
from gradcheck.errors import GradcheckError
from gradcheck.records import Draws, FloatArray

TIER = 2

COST = 4.6

CLOSE = 1e-6
"""How close a derivative must be to one in the table to be called so, relative to its largest
entry."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what can stand in place of a factor between two arrays of one shape."""
    nodes = between(evidence)
    for late in nodes:
        for early in (*nodes, evidence.derivative.denominator):
            alike = evidence.kinds_of(late) == evidence.kinds_of(early)
            if alike and early in evidence.subject.dependencies[late]:
                yield from claims(evidence, _ways(evidence, late, early), COST)


def _ways(evidence: Evidence, late: str, early: str) -> Iterator[Way]:
    """Yield the ways to have something else for d late / d early."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    rest = onwards(evidence, early)
    product = Product(((numerator, late), (late, early), *rest))
    chain = chain_of(numerator, late, early, *([denominator] if rest else []))
    factor = chain_of(late, early)
    try:
        if not is_diagonal(evidence.first, late, early):
            return
        fits = _fitting(evidence.first, late, early)
    except GradcheckError:
        return
    here = f"; here it is {fits[0].text.format(z=early, a=late)}" if fits else ""
    for one in ACTIVATIONS:
        values = partial(_derivative, one, late, early)
        # One that is the same in all draws is a constant factor, if anything.
        if one not in fits and np.ptp(values(evidence.first)) > 0:
            text = one.text.format(z=early, a=late)
            told = f"the factor {factor} of {chain} is taken to be {text}, as of {one.told}{here}"
            put = product._replace(stand_in=StandIn((late, early), text, values))
            yield Way("inside", told, chain, (product,), (put,), one.cost)


def _fitting(draws: Draws, late: str, early: str) -> list[Activation]:
    """Return which of the derivatives in the table the right one is."""
    right = diagonal_of(draws, late, early)
    within = CLOSE * np.abs(right).max(initial=0.0)
    return [one for one in ACTIVATIONS
            if (np.abs(_derivative(one, late, early, draws) - right) <= within).all()]  # fmt: skip


def _derivative(one: Activation, late: str, early: str, draws: Draws) -> FloatArray:
    with np.errstate(all="ignore"):
        found = one.derivative(*(draws.values[name].astype(np.float64) for name in (early, late)))
    return np.asarray(found.reshape(draws.trials, -1))

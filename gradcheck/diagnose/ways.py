"""Ways to go wrong with the chain rule: what a formula lacks of it, and what it has instead.

d N / d D is a sum over paths of products of Jacobians. Each of these is differenced numerically, so
that a mistake is found without parsing the formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, tolerated
from gradcheck.diagnose.jacobians import Product
from gradcheck.diagnose.scaling import NOTHING, Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

LARGEST = 2**16
"""Numbers in a Jacobian, over all trials, beyond which it is not formed."""

OTHERS = " + the other paths"
"""What a remedy adds where it speaks of one path of several."""


class Way(NamedTuple):
    """A way to get the chain rule wrong."""

    kind: str
    """The kind of the cause."""
    told: str
    """What it says is wrong."""
    right: str
    """What is right in place of `put`; or, without that, what is to be added."""
    lost: tuple[Product, ...]
    """What the formula lacks ..."""
    put: tuple[Product, ...]
    """... and what it has in its place."""
    cost: float
    """What it adds to the cost of its family."""


def between(evidence: Evidence) -> list[str]:
    """Return the quantities on the way whose Jacobians are small enough, the last first: what is
    nearest to the numerator says most. None where there is too little to look at.
    """
    ends = evidence.derivative.numerator, evidence.derivative.denominator
    if not evidence.regular:
        return []
    return [n for n in reversed(evidence.path) if n not in ends and _affordable(evidence, n)]


def _affordable(evidence: Evidence, name: str) -> bool:
    """Return whether the Jacobians of and by a quantity are small enough."""
    draws = evidence.first
    ends = evidence.derivative.numerator, evidence.derivative.denominator
    size = draws.values[name][0].size
    largest = max(size, *(draws.values[end][0].size for end in ends))
    return bool(size * largest * draws.trials <= LARGEST)


def onwards(evidence: Evidence, name: str) -> tuple[tuple[str, str], ...]:
    """Return the factors from a quantity to the denominator.

    One for each step, as long as there is a single way: those are quicker to difference than what
    they multiply to, above all where that has bends.
    """
    denominator, dependencies = evidence.derivative.denominator, evidence.subject.dependencies
    moving = evidence.downstream(denominator) | {denominator}
    factors: list[tuple[str, str]] = []
    while name != denominator:
        before = [one for one in dependencies[name] if one in moving]
        single = before[0] if len(before) == 1 else denominator
        if single != denominator and not _affordable(evidence, single):
            single = denominator
        factors.append((name, single))
        name = single
    return tuple(factors)


def claims(evidence: Evidence, ways: Iterable[Way], cost: float) -> Iterator[Hypothesis]:
    """Yield the claims that a formula goes wrong in one of these ways, where that fits; `cost` is
    added to their own. What needs a Jacobian that cannot be had is passed over.
    """
    for way in ways:
        try:
            one = _claim(evidence, way, cost)
        except GradcheckError:
            continue
        if one is not None:
            yield one


def _claim(evidence: Evidence, way: Way, cost: float) -> Hypothesis | None:
    def pair(draws: Draws) -> Both:
        return Both(draws.analytic, _target(draws, way), draws.known)

    constant = constant_ratio(evidence.draws, pair)
    if constant is None:
        return None
    right = f"{times('formula', constant.text)} + {way.right}"
    if way.put:
        right = way.right + (OTHERS if has_others(evidence.first, way.lost) else "")

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        parts = [product.on(draws) for product in (*way.lost, *way.put)]
        size = np.sum(np.abs([draws.numeric, *parts]), axis=0)
        off = np.sum([product.off(draws) for product in (*way.lost, *way.put)], axis=0)
        excused, sure = tolerated(off, draws)
        slack = abs(factor) * draws.slack + excused
        return Repaired(factor * draws.analytic, _target(draws, way), size, slack, sure)

    scaled, extra = "", 0.0
    if constant.text != "1":
        scaled = f"; besides, what is there is to be multiplied by {constant.text}"
        extra = 1 + constant.cost
    cause = Cause(way.kind, way.told + scaled, factor=None, corrected=right)
    return Hypothesis(cause, cost + way.cost + extra, apply)


def _target(draws: Draws, way: Way) -> FloatArray:
    """Return what a formula that goes wrong in this way is."""
    lost = sum(product.on(draws) for product in way.lost)
    put = sum(product.on(draws) for product in way.put)
    return np.asarray(draws.numeric - lost + put)


def has_others(draws: Draws, products: Sequence[Product]) -> bool:
    """Return whether the derivative has paths besides some."""
    parts = [product.on(draws) for product in products]
    size = np.sum(np.abs([draws.numeric, *parts]), axis=0)
    others = np.abs(draws.numeric - sum(parts)) > NOTHING * size + draws.bound
    return bool((others & draws.known).any())

"""Ways to go wrong with the chain rule: what a formula lacks of it, and what it has instead.

d N / d D is a sum over paths of products of Jacobians. Each of these is differenced numerically, so
that what a formula has wrong is tested without knowing its formula.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, tolerated
from gradcheck.diagnose.jacobians import Product, Replaced
from gradcheck.diagnose.scaling import NOTHING, Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import Cause, Draws, FloatArray

LARGEST = 2**16
"""Numbers in a Jacobian, over all trials, beyond which it is not formed."""

OTHERS = " + the other paths"
"""What a remedy adds where it speaks of one path of several."""


class Way(NamedTuple):
    """A way in which the chain rule can be gone wrong with."""

    kind: str
    told: str
    right: str
    """What the cause is to say is right."""
    lost: tuple[Product, ...]
    """What the formula lacks ..."""
    put: tuple[Product | Replaced, ...]
    """... and what it has in its place."""
    cost: float


def affordable(evidence: Evidence, name: str) -> bool:
    """Return whether the Jacobians of and by a quantity are small enough."""
    draws = evidence.first
    size = draws.values[name][0].size
    beyond = (evidence.derivative.numerator, evidence.derivative.denominator)
    largest = max(size, *(draws.values[n][0].size for n in beyond))
    return name not in beyond and size * largest * draws.trials <= LARGEST


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
        if single != denominator and not affordable(evidence, single):
            single = denominator
        factors.append((name, single))
        name = single
    return tuple(factors)


def written(*names: str) -> str:
    """Write a product of derivatives: `dc/da2 da2/dz2`."""
    return " ".join(f"d{a}/d{b}" for a, b in pairwise(names))


def claim(evidence: Evidence, way: Way, cost: float) -> Hypothesis | None:
    """Return the claim that a formula goes wrong in this way, if it fits; `cost` is added to its
    own. Raises GradcheckError where a Jacobian cannot be had.
    """

    def pair(draws: Draws) -> Both:
        return Both(draws.analytic, _target(draws, way), draws.known)

    constant = constant_ratio(evidence.draws, pair)
    if constant is None:
        return None
    right = way.right + (OTHERS if way.put and has_others(evidence.first, way.lost) else "")

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
        if not way.put:
            right = right.replace("formula", times("formula", constant.text), 1)
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

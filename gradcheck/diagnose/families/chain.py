"""Chain: a path of the chain rule is left out, or a factor of it, or a factor is there twice.

d N / d D is a sum over paths of products of Jacobians. Each of these is differenced numerically, so
that what a formula leaves out is tested without knowing its formula.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, tolerated
from gradcheck.diagnose.jacobians import Product
from gradcheck.diagnose.scaling import NOTHING, Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

TIER = 3

COST = 15.2

LARGEST = 2**16
"""Numbers in a Jacobian, over all trials, beyond which it is not formed."""

OTHERS = " + the other paths"
"""What a remedy adds where it speaks of one path of several."""

AGAIN_COST, TWO, MULTIPLIED = 0.5, 1.0, 0.4
"""What a factor that is there twice adds to the cost, a second path, and a factor of one path."""


class Way(NamedTuple):
    """A way in which the chain rule can be gone wrong with."""

    kind: str
    told: str
    right: str
    """What the cause is to say is right."""
    lost: tuple[Product, ...]
    """What the formula lacks ..."""
    put: tuple[Product, ...]
    """... and what it has in its place."""
    cost: float


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what can be left out or repeated on the way from the numerator to the denominator."""
    if not evidence.regular or not evidence.path:
        return
    # The last first: what is nearest to the numerator says most.
    nodes = [name for name in reversed(evidence.path) if _affordable(evidence, name)]
    for way in ways(evidence, nodes):
        try:
            one = _of(evidence, way)
        except GradcheckError:
            continue
        if one is not None:
            yield one
    for name in nodes:
        try:
            one = _multiplied(evidence, name)
        except GradcheckError:
            continue
        if one is not None:
            yield one
            break  # the next is a part of the same path


def _affordable(evidence: Evidence, name: str) -> bool:
    """Return whether the Jacobians of and by a quantity are small enough."""
    draws = evidence.first
    size = draws.values[name][0].size
    beyond = (evidence.derivative.numerator, evidence.derivative.denominator)
    largest = max(size, *(draws.values[n][0].size for n in beyond))
    return name not in beyond and size * largest * draws.trials <= LARGEST


def ways(evidence: Evidence, nodes: list[str]) -> Iterator[Way]:
    """Yield the ways to go wrong: paths that are missing, factors that are missing or twice."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator

    def through(name: str) -> Product:
        return Product(((numerator, name), (name, denominator)))

    for name in nodes:
        chain = written(numerator, name, denominator)
        yield Way("term", f"the path through {name} is missing: add {chain}",
                  f"formula + {chain}", (through(name),), (), 0.0)  # fmt: skip
    for one, other in combinations(nodes, 2):
        if not _apart(evidence, one, other):
            continue
        first, second = written(numerator, one, denominator), written(numerator, other, denominator)
        yield Way("term", f"the paths through {one} and {other} are missing: add {first}"
                  f" + {second}",
                  f"formula + {first} + {second}", (through(one), through(other)), (),
                  TWO)  # fmt: skip
    slips = list(_slips(evidence, nodes))
    yield from slips
    for slip in slips:
        on_it = {pair[0] for product in slip.lost for pair in product.names} - {numerator}
        for name in nodes:
            if all(_apart(evidence, name, other) for other in on_it):
                chain = written(numerator, name, denominator)
                yield Way(slip.kind, f"{slip.told}, and the path through {name}: add {chain}",
                          f"{slip.right} + {chain}", (*slip.lost, through(name)), slip.put,
                          slip.cost + TWO)  # fmt: skip


def _apart(evidence: Evidence, one: str, other: str) -> bool:
    """Return whether two quantities lie on paths of their own."""
    return (one != other and one not in evidence.downstream(other)
            and other not in evidence.downstream(one))  # fmt: skip


def _slips(evidence: Evidence, nodes: list[str]) -> Iterator[Way]:
    """Yield the ways in which one factor is missing from a path, or is there twice."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    for late, early in permutations([*nodes, denominator], 2):
        alike = evidence.kinds_of(late) == evidence.kinds_of(early)
        if not alike or late == denominator or late not in evidence.downstream(early):
            continue
        rest = () if early == denominator else ((early, denominator),)
        chain = written(numerator, late, early, *(b for _, b in rest))
        factor, before = (late, early), (numerator, late)
        right = Product((before, factor, *rest))
        yield Way("inside", f"the factor d{late}/d{early} is missing from {chain}", chain,
                  (right,), (Product((before, *rest)),), 0.2)  # fmt: skip
        yield Way("inside", f"the factor d{late}/d{early} of {chain} is there twice", chain,
                  (right,), (Product((before, factor, factor, *rest)),), AGAIN_COST)  # fmt: skip


def written(*names: str) -> str:
    """Write a product of derivatives: `dc/da2 da2/dz2`."""
    return " ".join(f"d{a}/d{b}" for a, b in pairwise(names))


def _target(draws: Draws, way: Way) -> FloatArray:
    """Return what a formula that goes wrong in this way is."""
    lost = sum(product.on(draws) for product in way.lost)
    put = sum(product.on(draws) for product in way.put)
    return np.asarray(draws.numeric - lost + put)


def _of(evidence: Evidence, way: Way) -> Hypothesis | None:

    def pair(draws: Draws) -> Both:
        return Both(draws.analytic, _target(draws, way), draws.known)

    constant = constant_ratio(evidence.draws, pair)
    if constant is None:
        return None
    right = way.right + (OTHERS if way.put and _has_others(evidence.first, way.lost) else "")

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        parts = [product.on(draws) for product in (*way.lost, *way.put)]
        size = np.sum(np.abs([draws.numeric, *parts]), axis=0)
        off = np.sum([product.off(draws) for product in (*way.lost, *way.put)], axis=0)
        slack = abs(factor) * draws.slack + tolerated(off, draws)
        return Repaired(factor * draws.analytic, _target(draws, way), size, slack)

    scaled, extra = "", 0.0
    if constant.text != "1":
        scaled = f"; besides, what is there is to be multiplied by {constant.text}"
        extra = 1 + constant.cost
        if not way.put:
            right = right.replace("formula", times("formula", constant.text), 1)
    cause = Cause(way.kind, way.told + scaled, factor=None, corrected=right)
    return Hypothesis(cause, COST + way.cost + extra, apply)


def _multiplied(evidence: Evidence, name: str) -> Hypothesis | None:
    """Return the claim that one path has a factor, and the others have none."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    path = Product(((numerator, name), (name, denominator)))

    def pair(draws: Draws) -> Both:
        along = path.on(draws)
        return Both(along, draws.analytic - (draws.numeric - along), draws.known)

    chain = written(numerator, name, denominator)
    others = _has_others(evidence.first, (path,))
    constant = constant_ratio(evidence.draws, pair) if others else None
    if constant is None:
        return None

    def apply(draws: Draws) -> Repaired:
        along = path.on(draws)
        more = (1 - constant.at(draws.sizes)) * along
        size = np.sum(np.abs([draws.numeric, along, more]), axis=0)
        off = abs(1 - constant.at(draws.sizes)) * path.off(draws)
        return Repaired(draws.analytic + more, draws.numeric, size,
                        draws.slack + tolerated(off, draws))  # fmt: skip

    if constant.text == "-1":
        told, right = f"the path through {name} has the wrong sign", f"formula + 2 {chain}"
    else:
        told = f"the path through {name} is multiplied by {constant.text}: {chain}"
        right = f"formula - {chain}" if constant.text == "2" else (
            f"formula + (1 - {constant.text}) {chain}"
        )  # fmt: skip
    cause = Cause("factor", told, factor=None, corrected=right)
    return Hypothesis(cause, COST + MULTIPLIED + constant.cost, apply)


def _has_others(draws: Draws, products: Sequence[Product]) -> bool:
    """Return whether the derivative has paths besides some."""
    parts = [product.on(draws) for product in products]
    size = np.sum(np.abs([draws.numeric, *parts]), axis=0)
    others = np.abs(draws.numeric - sum(parts)) > NOTHING * size + draws.bound
    return bool((others & draws.known).any())

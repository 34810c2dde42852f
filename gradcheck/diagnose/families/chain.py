"""Chain: a path of the chain rule is left out, a factor, or a part of one; or one is twice."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations, permutations

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, tolerated
from gradcheck.diagnose.jacobians import Product, StandIn, diagonal_of, is_diagonal
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.ways import Way, between, claims, has_others, onwards
from gradcheck.diagnose.wording import chain_of
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws

TIER = 3

COST = 15.2

AGAIN_COST, DIAGONAL, TWO, MULTIPLIED = 0.5, 1.3, 1.0, 0.4
"""What a factor that is there twice adds to the cost, one without what is off its diagonal, a
second path, and a factor of one path."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what can be left out or repeated on the way from the numerator to the denominator."""
    nodes = between(evidence)
    yield from claims(evidence, _ways(evidence, nodes), COST)
    for name in nodes:
        try:
            one = _multiplied(evidence, name)
        except GradcheckError:
            continue
        if one is not None:
            yield one
            break  # the next is a part of the same path


def _ways(evidence: Evidence, nodes: list[str]) -> Iterator[Way]:
    """Yield the ways to go wrong: paths that are missing, factors that are missing or twice."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator

    def through(name: str) -> Product:
        return Product(((numerator, name), (name, denominator)))

    for name in nodes:
        chain = chain_of(numerator, name, denominator)
        yield Way("term", f"the path through {name} is missing: add {chain}",
                  chain, (through(name),), (), 0.0)  # fmt: skip
    for one, other in combinations(nodes, 2):
        if not _apart(evidence, one, other):
            continue
        first, second = (
            chain_of(numerator, one, denominator),
            chain_of(numerator, other, denominator),
        )
        yield Way("term", f"the paths through {one} and {other} are missing: add {first}"
                  f" + {second}",
                  f"{first} + {second}", (through(one), through(other)), (), TWO)  # fmt: skip
    slips = list(_slips(evidence, nodes))
    yield from slips
    for slip in slips:
        on_it = {pair[0] for product in slip.lost for pair in product.factors} - {numerator}
        for name in nodes:
            if all(_apart(evidence, name, other) for other in on_it):
                chain = chain_of(numerator, name, denominator)
                yield Way(slip.kind, f"{slip.told}, and the path through {name}: add {chain}",
                          f"{slip.right} + {chain}", (*slip.lost, through(name)), slip.put,
                          slip.cost + TWO)  # fmt: skip


def _apart(evidence: Evidence, one: str, other: str) -> bool:
    """Return whether two quantities lie on paths of their own."""
    return (one != other and one not in evidence.downstream(other)
            and other not in evidence.downstream(one))  # fmt: skip


def _mixes(evidence: Evidence, late: str, early: str) -> bool:
    """Return whether entries of a quantity depend on several of what it is computed from."""
    if early not in evidence.subject.dependencies[late]:
        return False
    try:
        return not is_diagonal(evidence.first, late, early)
    except GradcheckError:
        return False


def _slips(evidence: Evidence, nodes: list[str]) -> Iterator[Way]:
    """Yield the ways in which one factor is missing from a path, is there twice or in part."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    for late, early in permutations([*nodes, denominator], 2):
        alike = evidence.kinds_of(late) == evidence.kinds_of(early)
        if not alike or late == denominator or late not in evidence.downstream(early):
            continue
        rest = onwards(evidence, early)
        chain = chain_of(numerator, late, early, *([denominator] if rest else []))
        factor, before = (late, early), (numerator, late)
        right = Product((before, factor, *rest))
        yield Way("inside", f"the factor d{late}/d{early} is missing from {chain}", chain,
                  (right,), (Product((before, *rest)),), 0.2)  # fmt: skip
        yield Way("inside", f"the factor d{late}/d{early} of {chain} is there twice", chain,
                  (right,), (Product((before, factor, factor, *rest)),), AGAIN_COST)  # fmt: skip
        if _mixes(evidence, late, early):
            own = partial(diagonal_of, numerator=late, denominator=early)
            put = right._replace(stand_in=StandIn(factor, "its diagonal", own))
            yield Way("inside", f"of the factor d{late}/d{early} of {chain} it has the diagonal "
                      f"only: every entry of {late} depends on others of {early}", chain, (right,),
                      (put,), DIAGONAL)  # fmt: skip


def _multiplied(evidence: Evidence, name: str) -> Hypothesis | None:
    """Return the claim that one path has a factor, and the others have none."""
    numerator, denominator = evidence.derivative.numerator, evidence.derivative.denominator
    path = Product(((numerator, name), (name, denominator)))

    def pair(draws: Draws) -> Both:
        along = path.on(draws)
        return Both(along, draws.analytic - (draws.numeric - along), draws.known)

    chain = chain_of(numerator, name, denominator)
    others = has_others(evidence.first, (path,))
    constant = constant_ratio(evidence.draws, pair) if others else None
    if constant is None:
        return None

    def apply(draws: Draws) -> Repaired:
        along = path.on(draws)
        more = (1 - constant.at(draws.sizes)) * along
        size = np.sum(np.abs([draws.numeric, along, more]), axis=0)
        off, sure = tolerated(abs(1 - constant.at(draws.sizes)) * path.off(draws), draws)
        return Repaired(draws.analytic + more, draws.numeric, size, draws.slack + off, sure)

    if constant.text == "-1":
        told, right = f"the path through {name} has the wrong sign", f"formula + 2 {chain}"
    else:
        told = f"the path through {name} is multiplied by {constant.text}: {chain}"
        right = f"formula - {chain}" if constant.text == "2" else (
            f"formula + (1 - {constant.text}) {chain}"
        )  # fmt: skip
    cause = Cause("factor", told, factor=None, corrected=right)
    return Hypothesis(cause, COST + MULTIPLIED + constant.cost, apply)

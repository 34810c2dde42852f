"""The search over the families: cheapest claims first, each tested before it is believed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose import families
from gradcheck.diagnose.conditions import condition_of, condition_together
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, holds_on
from gradcheck.records import Cause, Draws

FLOOR = {0: 0.0, 1: 2.5, 2: 4.4, 3: 15.0, 4: 17.0, 5: 30.0}
"""A cause that was found and costs no more ends the search before a tier. Few of its claims cost
less, so that what is passed over is seldom better."""


FAR_FETCHED = FLOOR[3]
"""The cost from which a claim is tested on many more draws."""

ROUNDABOUT = 3.0
"""How much more another explanation of a plain mistake may cost for it to be told as well."""

CONDITIONAL, PLAIN = 14.0, 6.0
"""What a condition adds to the cost of a factor inside, where that costs more than the second."""


@dataclass(frozen=True, eq=False)
class Found:
    """What the search came to."""

    causes: tuple[Cause, ...]
    """Those that passed, the simplest first."""
    best: Hypothesis | None
    """The one that the first was told from."""
    narrowing: tuple[Cause, ...]
    """What is true of the formula and no cause ..."""
    beside: tuple[Cause, ...]
    """... and what of it is worth telling beside causes."""
    refuted: tuple[Cause, ...]
    """Those that fitted where they were found, and failed on fresh draws."""


class Passed(NamedTuple):
    """A hypothesis that passed the test, and how the cause is told after it."""

    cost: float
    cause: Cause
    hypothesis: Hypothesis


@cache
def members() -> tuple[ModuleType, ...]:
    """Return the families: every module of the package, the lower tier first."""
    names = [info.name for info in iter_modules(families.__path__)]
    modules = [import_module(f"{families.__name__}.{name}") for name in sorted(names)]
    return tuple(sorted(modules, key=lambda module: module.TIER))


def search(evidence: Evidence, everything: bool = False) -> Found:
    """Return the causes that pass the test on fresh draws; with `everything`, one of each kind.

    Where the best has a condition that the run's own distribution brings along, such as
    sum(T) = 1, terms cannot be told apart there: sum(T) from 1. So the same is looked for among
    draws of the distributions on which it fails.
    """
    if not any(draws.disagree.any() for draws in evidence.draws):
        return Found((), None, (), (), ())
    every, refuted = _among(members(), evidence, evidence, everything)
    narrowing = [one for one in every if one.hypothesis.narrows]
    passed = [one for one in every if not one.hypothesis.narrows]
    best = min(passed, key=_cost, default=None)
    if best is not None and best.cause.condition is not None and best.cause.kind == "term":
        again = tuple(module for module in members() if getattr(module, "AGAIN", False))
        for name, distribution in evidence.failing(best.cause)[-1:]:
            other = evidence.instead(name, distribution)
            more, others = _among(again, other, evidence, everything)
            passed += [one._replace(cost=best.cost - 1) for one in more
                       if _no_longer(one.cause, best.cause)]  # fmt: skip
            refuted += others
    passed.sort(key=_cost)
    if passed and passed[0].cause.condition is None:
        # What needs a condition says less than what needs none.
        passed = [one for one in passed if one.cause.condition is None]
    passed = _with_remedy(passed)
    causes = {one.cause.message: one.cause for one in _worth_telling(passed)}
    first = passed[0].hypothesis if passed else None
    return Found(
        tuple(causes.values()), first, tuple(one.cause for one in narrowing),
        tuple(one.cause for one in narrowing if one.hypothesis.beside), tuple(refuted),
    )  # fmt: skip


def _worth_telling(passed: Sequence[Passed]) -> list[Passed]:
    """Return the best, and what says something else than that: the simplest of each other kind.

    What explains a plain mistake in a roundabout way is true, and helps nobody.
    """
    if not passed:
        return []
    most = passed[0].cost + ROUNDABOUT if passed[0].cost <= FLOOR[2] else np.inf
    kinds: dict[str, Passed] = {}
    for one in passed:
        if one.cost <= most:
            kinds.setdefault(one.cause.kind, one)
    return list(kinds.values())


def _with_remedy(passed: list[Passed]) -> list[Passed]:
    """Return them, the best with the factor that another of its kind multiplies by, if it has none:
    the one says what went wrong, and the other what to do.
    """
    for one in passed[1:]:
        best, other = passed[0].cause, one.cause
        says_what = best.factor is None and not best.terms
        if best.kind == other.kind and says_what and other.factor is not None:
            both = replace(other, message=f"{best.message}: {other.message}")
            return [one._replace(cost=passed[0].cost, cause=both), *passed[1:]]
    return passed


def _no_longer(one: Cause, conditional: Cause) -> bool:
    """Return whether a cause says the same without a condition, in no more terms."""
    same = one.kind == conditional.kind and one.factor == conditional.factor
    return same and one.condition is None and len(one.terms) <= len(conditional.terms)


def _among(
    modules: Sequence[ModuleType], evidence: Evidence, judge: Evidence, everything: bool
) -> tuple[list[Passed], list[Cause]]:
    """Return what is found in some evidence, tested on that of the run itself, and at what cost."""
    passed: list[Passed] = []
    refuted: list[Cause] = []
    for tier in FLOOR:
        if passed and not everything and min(passed, key=_cost).cost <= FLOOR[tier]:
            break
        with np.errstate(all="ignore"):
            proposed = [h for module in modules if tier == module.TIER
                        for h in module.propose(evidence)]  # fmt: skip
        for one in sorted(proposed, key=lambda h: h.cost):
            if passed and not everything and one.cost >= min(passed, key=_cost).cost:
                break
            told = _tested(judge, one)
            if told is None:
                refuted.append(one.cause)
            else:
                passed.append(Passed(one.cost + _strained(one.cost, told), told, one))
    return passed, refuted


def _cost(one: Passed) -> float:
    return one.cost


def _strained(cost: float, cause: Cause) -> float:
    """Return what is added to the cost of a cause for what it needs to be true.

    Products of several arrays that happen to cancel under a condition are many, and say little.
    """
    conditional = cause.kind == "inside" and cause.condition is not None
    return CONDITIONAL if conditional and cost > PLAIN else 0.0


def _tested(evidence: Evidence, one: Hypothesis) -> Cause | None:
    """Return the cause with what it was tested on, None where it fails on fresh draws."""
    if one.final:
        return one.cause
    rtol = evidence.subject.rtol
    fresh = evidence.fresh
    if not fresh or not all(holds_on(one, draws, rtol) for draws in fresh):
        return None
    if one.cost >= FAR_FETCHED and not (evidence.many and holds_on(one, evidence.many, rtol)):
        return None
    tested = [draws.told for draws in fresh]
    failed = []
    for name, distribution, draws in evidence.elsewhere:
        if holds_on(one, draws, rtol):
            tested.append(draws.told)
        else:
            failed.append((name, distribution, draws))

    def holds(draws: Draws) -> bool:
        return holds_on(one, draws, rtol)

    alone = condition_of(evidence, failed, holds)
    together = condition_together(evidence, {name for name, _, _ in failed}, holds)
    condition = " and ".join(filter(None, [alone, together]))
    if condition:
        message = f"{one.cause.message}, while {condition}"
        return replace(one.cause, condition=condition, message=message, tested_on=tuple(tested))
    return replace(one.cause, tested_on=tuple(dict.fromkeys(tested)))

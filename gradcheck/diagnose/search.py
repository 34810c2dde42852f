"""The search over the families: cheapest claims first, each tested before it is believed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from gradcheck.diagnose import families
from gradcheck.diagnose.conditions import condition_of
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, holds_on
from gradcheck.records import Cause

FLOOR = {0: 0.0, 1: 2.5, 2: 4.4, 3: 15.0}
"""What the cheapest claim of a tier costs: a cheaper cause that was found ends the search."""


@dataclass(frozen=True, eq=False)
class Found:
    """What the search came to."""

    causes: tuple[Cause, ...]
    """Those that passed, the simplest first."""
    refuted: tuple[Cause, ...]
    """Those that fitted where they were found, and failed on fresh draws."""


@cache
def members() -> tuple[ModuleType, ...]:
    """Return the families: every module of the package, the lower tier first."""
    names = [info.name for info in iter_modules(families.__path__)]
    modules = [import_module(f"{families.__name__}.{name}") for name in sorted(names)]
    return tuple(sorted(modules, key=lambda module: module.TIER))


def search(evidence: Evidence, everything: bool = False) -> Found:
    """Return the causes that pass the test on fresh draws; with `everything`, all that do.

    Where the best has a condition that the run's own distribution brings along, such as
    sum(T) = 1, terms cannot be told apart there: sum(T) from 1. So the same is looked for among
    draws of the distributions on which it fails.
    """
    if not any(draws.disagree.any() for draws in evidence.draws):
        return Found((), ())
    passed, refuted = _among(members(), evidence, evidence, everything)
    best = min(passed, key=_cost, default=None)
    if best is not None and best[1].condition is not None and best[1].kind == "term":
        again = tuple(module for module in members() if getattr(module, "AGAIN", False))
        for name, distribution in evidence.failing(best[1])[-1:]:
            other = evidence.instead(name, distribution)
            more, others = _among(again, other, evidence, everything)
            passed += [(best[0] - 1, c) for _, c in more if _no_longer(c, best[1])]
            refuted += others
    passed.sort(key=_cost)
    causes = {cause.message: cause for _, cause in passed}
    return Found(tuple(causes.values()), tuple(refuted))


def _no_longer(one: Cause, conditional: Cause) -> bool:
    """Return whether a cause says the same without a condition, in no more terms."""
    same = one.kind == conditional.kind and one.factor == conditional.factor
    return same and one.condition is None and len(one.terms) <= len(conditional.terms)


def _among(
    modules: Sequence[ModuleType], evidence: Evidence, judge: Evidence, everything: bool
) -> tuple[list[tuple[float, Cause]], list[Cause]]:
    """Return what is found in some evidence, tested on that of the run itself, and at what cost."""
    passed: list[tuple[float, Cause]] = []
    refuted: list[Cause] = []
    for tier in FLOOR:
        if passed and not everything and min(passed, key=_cost)[0] <= FLOOR[tier]:
            break
        proposed = [h for module in modules if tier == module.TIER
                    for h in module.propose(evidence)]  # fmt: skip
        for one in sorted(proposed, key=lambda h: h.cost):
            if passed and not everything and one.cost >= min(passed, key=_cost)[0]:
                break
            told = _tested(judge, one)
            if told is None:
                refuted.append(one.cause)
            else:
                passed.append((one.cost, told))
    return passed, refuted


def _cost(one: tuple[float, Cause]) -> float:
    return one[0]


def _tested(evidence: Evidence, one: Hypothesis) -> Cause | None:
    """Return the cause with what it was tested on, None where it fails on fresh draws."""
    rtol = evidence.subject.rtol
    fresh = evidence.fresh
    if not one.final and (not fresh or not all(holds_on(one, d, rtol) for d in fresh)):
        return None
    tested = [draws.told for draws in fresh]
    failed = []
    if not one.final:
        for name, distribution, draws in evidence.elsewhere:
            if holds_on(one, draws, rtol):
                tested.append(draws.told)
            else:
                failed.append((name, distribution, draws))
    condition = one.cause.condition
    if failed:
        condition = condition_of(evidence, failed) or condition
        message = f"{one.cause.message}, while {condition}" if condition else one.cause.message
        return replace(one.cause, condition=condition, message=message, tested_on=tuple(tested))
    return replace(one.cause, tested_on=tuple(dict.fromkeys(tested)))

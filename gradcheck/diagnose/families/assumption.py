"""Assumption: right for inputs of another declared distribution, and so while something holds."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.conditions import invariants
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.records import Cause, Draws

TIER = 1

COST = 2.8


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the conditions under which the formula is right as it stands."""
    if not evidence.draws:
        return
    for name, distribution, draws in evidence.elsewhere:
        if draws.disagree.any() or not draws.known.any():
            continue
        own = set(invariants(evidence.first, name))
        new = [told for told in invariants(draws, name) if told not in own]
        yield hypothesis(name, new[0] if new else f"{name} is {distribution}", draws)


def hypothesis(name: str, condition: str, draws: Draws) -> Hypothesis:
    """Return the claim that the formula is right while a condition holds of an input."""
    cause = Cause("assumption", f"it is right only while {condition}", condition=condition,
                  tested_on=(draws.told,))  # fmt: skip
    cost = COST + (0.0 if f"sum({name})" in condition else 0.4)

    def apply(one: Draws) -> Repaired:
        return Repaired(one.analytic, one.numeric, np.abs(one.numeric), one.slack)

    return Hypothesis(cause, cost, apply, final=True)

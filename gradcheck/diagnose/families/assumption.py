"""Assumption: right for inputs of another declared distribution, and so while something holds."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.conditions import agrees, properties, sufficient
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.records import Cause, Draws

TIER = 1

COST = 2.8

UNTELLING = 20.0
"""What is added where the condition is only one value, or a distribution whose nature is not known:
any claim that says more is better."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the conditions under which the formula is right as it stands."""
    if not evidence.draws:
        return
    right = [one for one in evidence.elsewhere if agrees(one[2]) and _tells(one[2])]
    for name, _, draws in right:
        true = list(properties(draws, name))
        needed = sufficient(evidence, name, true, [evidence.first], agrees)
        told = needed or f"{name} is {' or '.join(d for n, d, _ in right if n == name)}"
        fixed = np.ptp(draws.values[name]) == 0
        yield hypothesis(told, draws, COST + (UNTELLING if fixed or needed is None else 0.0))


def _tells(draws: Draws) -> bool:
    """Return whether the derivative is something: where it is 0, so is anything times that."""
    return bool((np.abs(draws.numeric) > draws.bound)[draws.known].any())


def hypothesis(condition: str, draws: Draws, cost: float) -> Hypothesis:
    """Return the claim that the formula is right while a condition holds of an input."""
    cause = Cause("assumption", f"it is right only while {condition}", condition=condition,
                  tested_on=(draws.told,))  # fmt: skip

    def apply(one: Draws) -> Repaired:
        return Repaired(one.analytic, one.numeric, np.abs(one.numeric), one.slack)

    return Hypothesis(cause, cost, apply, final=True)

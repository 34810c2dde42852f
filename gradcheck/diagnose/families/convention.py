"""Convention: right for a neighbouring problem that the problem file declares."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws

TIER = 1

COST = 2.5


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the alternatives of the problem for which the formula may be right."""
    if not evidence.regular:
        return
    for label in evidence.subject.alternatives:
        if all(_right(draws, label) for draws in evidence.draws[-1:]):
            yield hypothesis(label)


def _right(draws: Draws, label: str) -> bool:
    if not draws.resembles(label):
        return False
    try:
        repaired = _apply(draws, label)
    except GradcheckError:
        return False
    with np.errstate(all="ignore"):
        close = np.abs(repaired.values - repaired.target) <= 1e-5 * np.abs(repaired.target).max()
    return bool(close[draws.known].all())


def _apply(draws: Draws, label: str) -> Repaired:
    other = draws.remembered(("alternative", label), lambda: draws.alternative(label).values)
    return Repaired(draws.analytic, other, np.abs(other), draws.slack + draws.bound)


def hypothesis(label: str) -> Hypothesis:
    """Return the claim for one alternative."""
    cause = Cause("convention", f"it is right for another convention: {label}")
    return Hypothesis(cause, COST, lambda draws: _apply(draws, label))

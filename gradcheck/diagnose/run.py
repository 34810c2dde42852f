"""The stage: from a formula that disagrees to its causes."""

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.conditions import agrees, condition_of
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.extremes import extremes
from gradcheck.diagnose.facts import facts
from gradcheck.diagnose.search import search
from gradcheck.diagnose.smallest import smallest_case
from gradcheck.records import Cause, Draws, SmallestCase, Subject

CLEARLY = 1e-5
"""By how much a formula must be wrong (relative) for what it assumes to be told: cancellation in
float32 is off by less."""


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What was found out about a formula that disagrees."""

    causes: tuple[Cause, ...]
    refuted: tuple[Cause, ...]
    facts: tuple[str, ...]
    """What narrows it down, where there is no cause."""
    smallest_case: SmallestCase | None = None


def diagnose(subject: Subject, everything: bool = False) -> Diagnosis:
    """Return the causes of a disagreement that pass the test, the simplest first.

    With `everything`, the simplest of each kind, and the smallest case on which it disagrees.
    """
    evidence = Evidence(subject)
    found = search(evidence, everything)
    told = () if found.causes and not everything else tuple(facts(evidence))
    causes = (*found.causes, *found.beside) if found.causes else ()
    told += () if causes else tuple(cause.message for cause in found.narrowing)
    smallest = smallest_case(evidence, found.best) if everything else None
    return Diagnosis(causes, found.refuted, told, smallest)


def _fails(draws: Draws) -> bool:
    """Return whether a formula is wrong by more than a low precision explains."""
    with np.errstate(all="ignore"):
        size = np.fmax(np.abs(draws.analytic), np.abs(draws.numeric))
        clear = ~(np.abs(draws.analytic - draws.numeric) <= CLEARLY * size)
    return bool((draws.disagree & clear).any())


def assumptions(subject: Subject) -> tuple[str, ...]:
    """Return what a formula that agrees at the run's distributions assumes of its inputs.

    And how large they may get before it overflows or loses digits.
    """
    evidence = Evidence(subject)
    failed = [one for one in evidence.elsewhere if _fails(one[2])]
    told = (f"agrees while {condition_of(evidence, failed, agrees)}",) if failed else ()
    return (*told, *extremes(evidence))

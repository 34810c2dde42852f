"""The stage: from a formula that disagrees to its causes."""

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.conditions import agrees, condition_of
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.extremes import extremes
from gradcheck.diagnose.facts import facts
from gradcheck.diagnose.search import search
from gradcheck.diagnose.smallest import smallest_case
from gradcheck.records import Cause, SmallestCase, Subject


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


def assumptions(subject: Subject) -> tuple[str, ...]:
    """Return what a formula that agrees at the run's distributions assumes of its inputs.

    And how large they may get before it overflows or loses digits.
    """
    evidence = Evidence(subject)
    failed = [one for one in evidence.elsewhere if one[2].disagree.any()]
    told = (f"agrees while {condition_of(evidence, failed, agrees)}",) if failed else ()
    return (*told, *extremes(evidence))

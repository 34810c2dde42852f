"""The stage: from a formula that disagrees to its causes."""

from dataclasses import dataclass

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.facts import facts
from gradcheck.diagnose.search import search
from gradcheck.records import Cause, Subject


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What was found out about a formula that disagrees."""

    causes: tuple[Cause, ...]
    refuted: tuple[Cause, ...]
    facts: tuple[str, ...]
    """What narrows it down, where there is no cause."""


def diagnose(subject: Subject, everything: bool = False) -> Diagnosis:
    """Return the causes of a disagreement that pass the test, the simplest first."""
    evidence = Evidence(subject)
    found = search(evidence, everything)
    told = () if found.causes and not everything else tuple(facts(evidence))
    return Diagnosis(found.causes, found.refuted, told)

"""Regional: right but for one region, and there once something is multiplied or added.

The other families are asked again about the entries of the region alone.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.families import inside, region, term
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.diagnose.predicates import Predicate
from gradcheck.records import Draws

TIER = 3

COST = 1.5
"""Added to what the region and the claim on it cost."""

REGIONS = 3
"""Regions that are looked into, the simplest first."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield claims on the entries of one region, outside of which the formula is right."""
    if not evidence.regular or not evidence.shape:
        return
    found = sorted(region.open_regions(evidence), key=lambda one: one.cost)
    for one in found[:REGIONS]:
        part = evidence.where(one.holds)
        if not part.regular or any(not draws.known.any() for draws in part.draws):
            continue
        for family in (inside, term):
            for claim in family.propose(part):
                yield hypothesis(one, claim)


def hypothesis(place: Predicate, claim: Hypothesis) -> Hypothesis:
    """Return the claim that the formula is right outside a region, and inside after a repair."""

    def apply(draws: Draws) -> Repaired:
        within, inner = place.holds(draws), claim.apply(draws)

        def both(inside: np.ndarray, outside: np.ndarray) -> np.ndarray:
            return np.where(within, inside, outside)

        return Repaired(
            both(inner.values, draws.analytic), draws.numeric,
            both(inner.size, np.abs(draws.analytic)), both(inner.slack, draws.slack),
        )  # fmt: skip

    cause = claim.cause
    told = replace(
        cause, kind="region", message=f"wrong only where {place.text}: there {cause.message}",
        where=place.text,
        corrected=cause.corrected and f"{cause.corrected} where {place.text}, else formula",
    )  # fmt: skip
    return Hypothesis(told, COST + place.cost + claim.cost, apply)

"""Nested terms: the term family once more, with sums of products inside its terms."""

from collections.abc import Iterator

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.families import term
from gradcheck.diagnose.hypothesis import Hypothesis

TIER = 4


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield sums of terms of the larger library."""
    yield from term.deeper(evidence)

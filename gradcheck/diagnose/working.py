"""Work one entry by hand: the summands of the right value, with their numbers."""

import re
from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.records import Draws, Index

INDEXED = re.compile(r"_([a-z]+)(?![a-z0-9_])")
"""An array's indices, as they are written."""


def worked(evidence: Evidence, case: Draws, cause: Hypothesis, index: Index) -> Iterator[str]:
    """Yield each summand of what a cause says is right, at one entry of the only draw; their sum.

    Nothing where the cause does not tell what the right value is made of.
    """
    if cause.parts is None:
        return
    with np.errstate(all="ignore"):
        parts = [(part.text, float(part.values[0][index])) for part in cause.parts(case)]
    for place, (text, value) in enumerate(parts):
        sign = "+ " if place else ""
        yield f"{sign}{_at(evidence, text, index)} = {_number(value)}"
    if len(parts) > 1:
        yield f"together {_number(sum(value for _, value in parts))}"


def _at(evidence: Evidence, text: str, index: Index) -> str:
    """Write a term for one entry: `O_0 x_1` for `O_r x_c`."""
    letters = dict(zip(evidence.letters, map(str, index), strict=False))
    for letter, place in letters.items():
        text = re.sub(
            rf"\[{letter} = ", f"[{place} = ", re.sub(rf" = {letter}\]", f" = {place}]", text)
        )

    def numbered(found: re.Match[str]) -> str:
        places = [letters.get(letter, letter) for letter in found[1]]
        known = all(letter in evidence.letters for letter in found[1])
        apart = "," if any(len(place) > 1 for place in places) else ""
        return f"_{apart.join(places)}" if known else found[0]

    return INDEXED.sub(numbered, text)


def _number(value: float) -> str:
    return f"{value + 0.0:.6g}"

"""Fractions as they are written: what stands above the line, and what below."""

import re
from collections.abc import Sequence

SINGLE = r"(?<!\*)\*(?!\*)"
"""A sign that multiplies, and is no half of a power."""


def parts(text: str, slash: str) -> tuple[str, list[str]]:
    """Part a fraction at a slash outside brackets, `/` or ` / `: `1/(2*n)` into 1 and (2*n)."""
    found, depth, start, place = [], 0, 0, 0
    while place < len(text):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0 and text.startswith(slash, place):
            found.append(text[start:place])
            start = place = place + len(slash)
        else:
            place += 1
    above, *below = [*found, text[start:]]
    return above, below


def quotient(
    above: Sequence[str], below: Sequence[str], times: str = " ", over: str = " / "
) -> str:
    """Write a product over another; ones above the line are left out."""
    top = times.join(one for one in above if one != "1") or "1"
    if not below:
        return top
    if len(below) == 1 and (_enclosed(below[0]) or not {" ", "*"}.intersection(_outside(below[0]))):
        return f"{top}{over}{below[0]}"
    return f"{top}{over}({times.join(_bare(one, times) for one in below)})"


def _outside(text: str) -> str:
    """Return the signs that stand in no brackets, but for powers, which are no products."""
    depth, found = 0, ""
    for sign in text.replace("**", ""):
        depth += sign == "("
        found += sign if not depth else ""
        depth -= sign == ")"
    return found


def _enclosed(text: str) -> bool:
    """Return whether one pair of brackets is around all of it."""
    return text.startswith("(") and not _outside(text)


def _bare(text: str, times: str) -> str:
    """Return a factor without the brackets around a product, which a longer one does not need."""
    inner = text[1:-1] if _enclosed(text) else text
    if {"+", "-"}.intersection(_outside(inner)):
        return text
    return re.sub(SINGLE, times, inner)

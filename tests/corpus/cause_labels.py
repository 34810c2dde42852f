"""Labels of wrong formulas: what a true description of the mistake must say, and the judge of it.

A label is a tuple of claims; a cause is right if it makes any of them. A claim carries, where there
is one, the remedy in code, so that the label itself can be tried: `fix` turns the wrong values
(`formula`) into the right ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tests.corpus.cause_algebra import (
    NotReadable,
    constants_differ,
    mentioned,
    names_in_code,
    same_value,
)

TERM, INSIDE = frozenset({"term"}), frozenset({"inside", "factor"})


@dataclass(frozen=True)
class Claim:
    """One true description of a mistake."""

    kinds: frozenset[str]
    fix: str | None = None
    """Code: the right values, from `formula` and the problem's names."""
    factor: str | None = None
    """What the cause's factor must be worth, in the problem's names."""
    names: tuple[frozenset[str], ...] = ()
    """What it must speak of: exactly one of these sets of the problem's names."""
    words: tuple[tuple[str, ...], ...] = ()
    """Of each group, one must occur in what it says (small letters, no spaces)."""


Label = tuple[Claim, ...]


def factor(expression: str) -> Label:
    """Right once multiplied by a number: sizes, constants, inputs that are numbers."""
    return (Claim(frozenset({"factor"}), f"formula * ({expression})", factor=expression),)


def term(code: str, *also: str, times: str | None = None) -> Label:
    """Right once `code` is added (after multiplying by `times`); `also` are other ways to write it.

    A term that is one too many is the same with the other sign.
    """
    scaled = f"formula * ({times})" if times else "formula"
    names = tuple(names_in_code(one) for one in (code, *also))
    return tuple(
        Claim(TERM, f"{scaled} + ({one})", factor=times, names=names) for one in (code, *also)
    )


def inside(code: str, *also: str, times: str | None = None) -> Label:
    """Right once multiplied by an array, which may be the reciprocal of one."""
    scaled = f"formula * ({times})" if times else "formula"
    names = tuple(names_in_code(one) for one in (code, *also))
    return tuple(Claim(INSIDE, f"{scaled} * ({one})", names=names) for one in (code, *also))


def says(kinds: str, *words: str, fix: str | None = None, factor: str | None = None) -> Label:
    """Of these kinds, and in these words; `a|b` asks for either."""
    groups = tuple(tuple(squeezed(w) for w in group.split("|")) for group in words)
    return (Claim(frozenset(kinds.split()), fix, factor, words=groups),)


def speaks(kinds: str, *names: str, fix: str | None = None) -> Label:
    """Of these kinds, and of exactly the names of one of these lists."""
    return (Claim(frozenset(kinds.split()), fix, names=tuple(frozenset(n.split()) for n in names)),)


def squeezed(text: str) -> str:
    """Return a text in small letters, without spaces and with plain signs."""
    return re.sub(r"\s", "", text).replace("−", "-").replace("·", "*").casefold()


def judge(label: Label, causes: Iterable, known: Collection[str], sizes: Collection[str]) -> str:
    """Return whether the first cause is `right`, `wrong`, or `unknown` for want of any."""
    first = next(iter(causes), None)
    if first is None or first.kind == "unknown":
        return "unknown"
    return "right" if any(makes(claim, first, known, sizes) for claim in label) else "wrong"


def makes(claim: Claim, cause, known: Collection[str], sizes: Collection[str]) -> bool:
    """Return whether a cause makes a claim."""
    if cause.kind not in claim.kinds:
        return False
    told = squeezed(" ".join(filter(None, (cause.message, cause.where, cause.condition))))
    if not all(any(word in told for word in group) for group in claim.words):
        return False
    if claim.factor is not None and not _same_factor(claim.factor, cause.factor, known):
        return False
    if claim.factor is None and cause.factor is not None and claim.kinds == TERM:
        return _is_one(cause.factor, known) and _speaks(claim, cause, known)
    return _speaks(claim, cause, known)


def _speaks(claim: Claim, cause, known: Collection[str]) -> bool:
    if not claim.names:
        return True
    text = " ".join(cause.terms) or cause.factor or cause.message
    return mentioned(text, known) in claim.names


def _same_factor(wanted: str, found: str | None, known: Collection[str]) -> bool:
    try:
        return found is not None and same_value(wanted, found, known)
    except NotReadable:
        return False


def _is_one(found: str, known: Collection[str]) -> bool:
    try:
        return not constants_differ(found, "1", known)
    except NotReadable:
        return False

"""Labels of wrong formulas: what a true description of the mistake must say, and the judge of it.

A label is a tuple of claims; a cause is right if it makes any of them. A claim carries, where there
is one, the remedy in code, so that the label itself can be tried: `fix` turns the wrong values
(`formula`) into the right ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.corpus.cause_algebra import (
    NotReadable,
    mentioned,
    names_in_code,
    same_as_code,
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
    term: str | None = None
    """Code: what its terms must be worth together."""
    array: str | None = None
    """Code: what its factor must be worth, an array."""
    names: frozenset[str] | None = None
    """The problem's names that it must speak of, and no others."""
    words: tuple[tuple[str, ...], ...] = ()
    """Of each group, one must occur in what it says (small letters, no spaces)."""
    pattern: str = ""
    """What must be found in what it says, as a regular expression (small letters)."""


Label = tuple[Claim, ...]


@dataclass(frozen=True)
class Words:
    """The names of a problem."""

    known: frozenset[str]
    sizes: frozenset[str]

    def same_names(self, found: frozenset[str], wanted: frozenset[str], text: str) -> bool:
        """Return whether names are those that are wanted; a mean need not name its size."""
        if "mean" in text:
            return found - self.sizes == wanted - self.sizes
        return found == wanted


def factor(expression: str) -> Label:
    """Right once multiplied by a number: sizes, constants, inputs that are numbers."""
    return (Claim(frozenset({"factor"}), f"formula * ({expression})", factor=expression),)


def term(code: str, *also: str, times: str | None = None) -> Label:
    """Right once `code` is added (after multiplying by `times`); `also` are other ways to write it.

    A term that is one too many is the same with the other sign.
    """
    scaled = f"formula * ({times})" if times else "formula"
    return tuple(
        Claim(TERM, f"{scaled} + ({one})", times or "1", term=one) for one in (code, *also)
    )


def inside(code: str, *also: str, times: str | None = None) -> Label:
    """Right once multiplied by an array, which may be the reciprocal of one, and by a number."""
    arrays = [f"({times}) * ({one})" if times else one for one in (code, *also)]
    return tuple(Claim(INSIDE, f"formula * ({one})", array=one) for one in arrays)


def says(kinds: str, *words: str, fix: str | None = None, factor: str | None = None) -> Label:
    """Of these kinds, and in these words; `a|b` asks for either."""
    groups = tuple(tuple(squeezed(w) for w in group.split("|")) for group in words)
    return (Claim(frozenset(kinds.split()), fix, factor, words=groups),)


def matches(kinds: str, pattern: str, fix: str | None = None, factor: str | None = None) -> Label:
    """Of these kinds, and in words that a regular expression finds."""
    return (Claim(frozenset(kinds.split()), fix, factor, pattern=pattern),)


def at(*index: int, fix: str | None = None) -> Label:
    """Of one entry, named by its index; for a diagonal one, or a vector's, one number will do."""
    whole = r"(?<!\d)" + r"\s*,\s*".join(map(str, index)) + r"(?!\d)"
    alone = (
        r"(?:=|_|\[|\(|entry|row|index|element|class|neuron|column|input|unit)\s*"
        rf"{index[0]}(?!\d)"
    )
    choices = [whole] if len(index) > 1 else []
    if len(set(index)) == 1:
        choices.append(alone)
    return matches("region factor", "|".join(choices), fix)


def speaks(kinds: str, *names: str, fix: str | None = None) -> Label:
    """Of these kinds, and of exactly the names of one of these lists."""
    return tuple(Claim(frozenset(kinds.split()), fix, names=frozenset(n.split())) for n in names)


def squeezed(text: str) -> str:
    """Return a text in small letters, without spaces and with plain signs."""
    return re.sub(r"\s", "", text).replace("−", "-").replace("·", "*").casefold()


def judge(label: Label, causes: Iterable, words: Words) -> str:
    """Return whether the first cause is `right`, `wrong`, or `unknown` for want of any."""
    first = next(iter(causes), None)
    if first is None or first.kind == "unknown":
        return "unknown"
    return "right" if any(makes(claim, first, words) for claim in label) else "wrong"


def makes(claim: Claim, cause, words: Words) -> bool:
    """Return whether a cause makes a claim."""
    if cause.kind not in claim.kinds:
        return False
    told = " ".join(filter(None, (cause.message, cause.where, cause.condition)))
    tight = squeezed(told)
    return (
        all(any(word in tight for word in group) for group in claim.words)
        and re.search(claim.pattern, told.casefold()) is not None
        and (claim.factor is None or _same_factor(claim.factor, cause.factor or "1", words))
        and (claim.term is None or _same_term(claim.term, cause, words))
        and (claim.array is None or _is_code(cause.factor or cause.message, claim.array, words))
        and (claim.names is None or _speaks(claim.names, cause, words))
    )


def _speaks(names: frozenset[str], cause, words: Words) -> bool:
    message = cause.message.partition(", while ")[0]
    text = " ".join(cause.terms) or cause.factor or message
    return words.same_names(mentioned(text, words.known), names, text)


def _same_term(code: str, cause, words: Words) -> bool:
    text = " + ".join(f"({one})" for one in cause.terms) or cause.message
    return _is_code(text, code, words)


def _is_code(text: str, code: str, words: Words) -> bool:
    """Return whether a text speaks of the names in a piece of code, and has its value.

    Where one of them is more than an expression in numbers, the names must do.
    """
    wanted = names_in_code(code)
    if not text or not words.same_names(mentioned(text, words.known), wanted, text):
        return False
    try:
        return same_as_code(text, code, words.known)
    except NotReadable:
        return True


def _same_factor(wanted: str, found: str, words: Words) -> bool:
    try:
        return same_value(wanted, found, words.known)
    except NotReadable:
        return False

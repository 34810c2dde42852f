"""Names of derivatives in Leibniz form: `dJ_dW` is the derivative of J with respect to W."""

from collections.abc import Iterable

from gradcheck.errors import JudgingError, nearest
from gradcheck.naming import PLAIN, cuts, split_label
from gradcheck.records import Name


def halves(base: str) -> list[Name]:
    """Return every way to read a name as d<numerator>_d<denominator>."""
    return [Name(base[1:i], base[i + 2 :]) for i in cuts(base)]


def is_formula_name(function: str, known: frozenset[str]) -> bool:
    """Return whether a function of a file that also holds a problem is one of its formulas."""
    base, _ = split_label(function)
    if base in PLAIN:
        return True
    return any(half.numerator in known and half.denominator in known for half in halves(base))


def read_name(base: str, known: Iterable[str]) -> Name | None:
    """Return the derivative that a function's name means, or None for a helper.

    Raises JudgingError of kind `name` where two readings are possible, or where only one half of
    the name is known, or both are but for upper and lower case.
    """
    known = set(known)
    readings = halves(base)
    meant = [n for n in readings if n.numerator in known and n.denominator in known]
    if len(meant) > 1:
        both = " and as ".join(f"d({n.numerator})/d({n.denominator})" for n in meant)
        raise JudgingError(
            "name",
            f"`{base}` can be read as {both}",
            remedy="rename one of the quantities, so that only one reading is left",
        )
    if meant:
        return meant[0]
    for reading in readings:
        slip = _slip(reading, known)
        if slip is not None:
            raise JudgingError("name", f"`{base}` is no derivative of this problem: {slip[0]}",
                               remedy=slip[1])  # fmt: skip
    return None


def _slip(reading: Name, known: set[str]) -> tuple[str, str | None] | None:
    """Say what is unknown in a name that is nearly a derivative, and what it may have meant."""
    folded = {name.casefold(): name for name in known}
    parts = (reading.numerator, reading.denominator)
    unknown = [part for part in parts if part not in known]
    near = [part if part in known else folded.get(part.casefold()) for part in parts]
    if None in near and len(unknown) == 2:
        return None
    meant = [part if part in known else nearest(part, known) for part in parts]
    told = " and ".join(f"`{part}`" for part in unknown)
    told += " are" if len(unknown) > 1 else " is"
    told += " nothing known"
    remedy = f"did you mean `d{meant[0]}_d{meant[1]}`?" if None not in meant else None
    return told, remedy


def suggest(found: Iterable[str], derivatives: Iterable[str], plain: str) -> str | None:
    """Return the derivative that one of the functions `found` was probably meant for."""
    by_letters = {_letters(name): name for name in derivatives}
    for function in found:
        base, _ = split_label(function)
        match = by_letters.get(_letters(base)) or by_letters.get(_letters(f"d{base}"))
        if match is not None:
            return f"did you mean to call `{function}` `{match}`?"
        if "grad" in base.casefold() or "deriv" in base.casefold():
            return f"did you mean to call `{function}` `{plain}`?"
    for function in found:
        match = nearest(split_label(function)[0], by_letters.values())
        if match is not None:
            return f"did you mean to call `{function}` `{match}`?"
    return f"define a function called `{plain}`"


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())

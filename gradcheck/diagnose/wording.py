"""How terms and factors are written: coefficients, common factors, sums."""

from collections.abc import Sequence
from itertools import pairwise

from gradcheck.diagnose.columns import Column, in_order, written
from gradcheck.diagnose.constants import Constant, negated
from gradcheck.diagnose.fractions import parts, quotient


def times(text: str, constant: str) -> str:
    """Write the product of a term and a constant: `O_r x_c / m`."""
    if constant.startswith("-"):
        inner = times(text, constant[1:])
        return inner[1:] if inner.startswith("-") else f"-{inner}"
    if constant == "1":
        return text
    (a, b), (c, d) = parts(constant, "/"), parts(text, " / ")
    return quotient([a, c], [*b, *d])


def chain_of(*names: str) -> str:
    """Write a product of derivatives: `dc/da2 da2/dz2`."""
    return " ".join(f"d{a}/d{b}" for a, b in pairwise(names))


def signed_sum(terms: Sequence[str]) -> str:
    """Write a sum; a term with a minus before it is subtracted."""
    text = terms[0]
    for term in terms[1:]:
        text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return text


def joined(columns: Sequence[Column], betas: Sequence[Constant]) -> list[str]:
    """Write terms with their coefficients, two with a factor in common as one product."""
    if len(columns) == 2:
        common = _common(columns[0], columns[1], betas[0], betas[1])
        if common is not None:
            return [common]
    return [times(c.text, b.text) for c, b in zip(columns, betas, strict=True)]


def _common(one: Column, other: Column, a: Constant, b: Constant) -> str | None:
    """Write the sum of two terms as a product, where they share all but one factor."""
    if one.summed != other.summed:
        return None
    same = b.text == a.text
    if not same and b.text != negated(a.text) and a.text != negated(b.text):
        return None
    shared = [f for f in in_order(one.factors) if any(f.key == g.key for g in other.factors)]
    if not shared:
        return None
    left = [f.text for f in one.factors if f not in shared]
    right = [g.text for g in other.factors if not any(g.key == f.key for f in shared)]
    if len(left) > 1 or len(right) > 1:
        return None
    first, second, outer = left or ["1"], right or ["1"], a.text
    if outer.startswith("-") and not same:
        first, second, outer = second, first, b.text
    bracket = f"({first[0]} {'+' if same else '-'} {second[0]})"
    return times(written([*(f.text for f in shared), bracket], one.summed), outer)

"""Chain-rule factors: which wrong formula is the cause of which other.

A wrong product inherits its mistake from a wrong factor dA/dB when every path through the problem's
graph crosses that factor, and the product is dN/dA dA/dB dB/dD with the factor as the file has it
and everything else numeric. With the numeric factor the same product is right, by the chain rule. A
product that is wrong for a reason of its own is not excused: it equals no such product.
"""

from collections.abc import Collection, Mapping, Sequence
from math import prod

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.problem import Problem
from gradcheck.records import Analytic, FloatArray, Formula, Name, Verdict, WrongFactors
from gradcheck.reference import Reference

LARGEST = 2**20
"""Entries of a Jacobian beyond which it is not formed for this."""

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Wrong:
    """A formula that disagrees, with its values in all trials."""

    formula: Formula
    analytic: Analytic


def wrong_factors(
    wrong: Sequence[Wrong], judged: Mapping[Name, Collection[Verdict]], reference: Reference,
    rtol: float,
) -> WrongFactors | None:  # fmt: skip
    """Return the first wrong factor in the order of the chain rule, and who inherits from whom.

    `judged` has the verdicts on all the formulas of the file. None where no wrong formula is a
    factor of any other.
    """
    ranked = sorted(wrong, key=lambda one: _place(one.formula.derivative, reference.problem))
    inherits: dict[str, str] = {}
    related = any(
        _lies_within(one.formula.derivative, other, reference) for one in wrong for other in judged
    )
    for product in ranked:
        for factor in ranked:
            if not _lies_within(factor.formula.derivative, product.formula.derivative, reference):
                continue
            root = inherits.get(factor.formula.name, factor.formula.name)
            if root != product.formula.name and _is_product(product, factor, reference, rtol):
                inherits.setdefault(product.formula.name, root)
    if not related:
        return None
    own = [one.formula for one in ranked if one.formula.name not in inherits]
    first = next((f.name for f in own if _is_factor(f.derivative, judged, reference)), None)
    return WrongFactors(first=first, own=tuple(f.name for f in own), inherits=inherits)


def _is_factor(
    name: Name, judged: Mapping[Name, Collection[Verdict]], reference: Reference
) -> bool:
    """Return whether a wrong derivative is a factor: made of no others that the file has, and with
    no other formula of the file for it that is right.
    """
    composed = any(_lies_within(other, name, reference) for other in judged)
    return not composed and Verdict.AGREE not in judged[name]


def _lies_within(factor: Name, product: Name, reference: Reference) -> bool:
    """Return whether some path of the product's derivative leads through the factor's."""
    problem = reference.problem
    return (
        factor != product
        and factor.denominator in problem.downstream(product.denominator) | {product.denominator}
        and product.numerator in problem.downstream(factor.numerator) | {factor.numerator}
        and factor.numerator in problem.downstream(factor.denominator)
    )


def _is_small(factor: Wrong, product: Wrong, reference: Reference) -> bool:
    """Return whether all the Jacobians between the two can be formed."""
    shapes = reference.vocabulary.shapes
    ends = factor.formula.derivative, product.formula.derivative
    sizes = {prod(shapes[name]) for end in ends for name in (end.numerator, end.denominator)}
    return max(sizes) ** 2 <= LARGEST


def _place(name: Name, problem: Problem) -> tuple[int, int]:
    """Return where a factor stands when the chain rule is followed from the last quantity back."""
    order = [*problem.inputs, *problem.quantities]
    return -order.index(name.numerator), -order.index(name.denominator)


def _crosses(factor: Name, product: Name, reference: Reference) -> bool:
    """Return whether every path of the product's derivative leads through the factor's."""
    problem = reference.problem
    start, end = product.denominator, product.numerator
    around_its_start = problem.downstream(start, avoiding=factor.denominator)
    around_its_end = problem.downstream(factor.denominator, avoiding=factor.numerator)
    enters = start == factor.denominator or end not in around_its_start
    return enters and (end == factor.numerator or end not in around_its_end)


def _is_product(product: Wrong, factor: Wrong, reference: Reference, rtol: float) -> bool:
    """Return whether the product is what the wrong factor makes of the right ones, to the bound."""
    whole, part = product.formula.derivative, factor.formula.derivative
    if not (_crosses(part, whole, reference) and _is_small(factor, product, reference)):
        return False
    made = _Jacobian.of(part, factor.analytic.values, factor.analytic.slack, reference)
    if part.numerator != whole.numerator:
        made = _numeric(Name(whole.numerator, part.numerator), reference) @ made
    if part.denominator != whole.denominator:
        made = made @ _numeric(Name(part.denominator, whole.denominator), reference)
    given = _Jacobian.of(whole, product.analytic.values, product.analytic.slack, reference)
    with np.errstate(all="ignore"):
        size = np.fmax(np.abs(given.values), np.abs(made.values))
        allowed = made.error + given.error + rtol * size
        same = np.isfinite(allowed) & (np.abs(given.values - made.values) <= allowed)
    return bool(same.all())


@dataclass(frozen=True, eq=False)
class _Jacobian:
    """A derivative as matrices, shape (trials, entries of the numerator, of the denominator)."""

    values: FloatArray
    error: FloatArray
    """What the values may be off by."""

    @classmethod
    def of(
        cls, name: Name, values: FloatArray, error: FloatArray, reference: Reference
    ) -> "_Jacobian":
        shapes = reference.vocabulary.shapes
        rows, columns = (prod(shapes[one]) for one in (name.numerator, name.denominator))
        shape = (values.shape[0], rows, columns)
        return cls(values.reshape(shape), error.reshape(shape))

    def __matmul__(self, other: "_Jacobian") -> "_Jacobian":
        with np.errstate(all="ignore"):
            mine, theirs = np.abs(self.values), np.abs(other.values)
            rounding = self.values.shape[-1] * EPS * mine @ theirs
            error = self.error @ (theirs + other.error) + mine @ other.error + rounding
            return _Jacobian(self.values @ other.values, error)


def _numeric(name: Name, reference: Reference) -> _Jacobian:
    numeric = reference.numeric(name)
    return _Jacobian.of(name, numeric.values, numeric.bound, reference)

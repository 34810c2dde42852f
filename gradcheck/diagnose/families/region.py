"""Region: wrong only in one row, one entry, off the diagonal, or where an input has some value."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, close
from gradcheck.diagnose.predicates import Predicate, by_index, by_value
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import BoolArray, Cause, Draws

TIER = 0

COST, OPEN = 2.4, 16.0
"""The cost of a claim that says what is wrong in the region, and of one that only says where."""


MOSTLY = 0.9
"""The part of a region that must be wrong for the region to be the one."""

IN_PART = 1.0
"""What a region costs more of which less is."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield regions outside of which the formula is right, perhaps times a constant."""
    if not evidence.regular or not evidence.shape:
        return
    for predicate in by_index(evidence):
        yield from _of(evidence, predicate, both=False)
    for predicate in by_value(evidence):
        yield from _of(evidence, predicate, both=True)


def open_regions(evidence: Evidence) -> Iterator[Predicate]:
    """Yield the regions outside of which the formula is right, and of which no more is known."""
    for one in propose(evidence):
        if one.region is not None:
            yield one.region


def _of(evidence: Evidence, predicate: Predicate, both: bool) -> Iterator[Hypothesis]:
    """Yield claims on where a condition holds, and where it does not.

    All rows but one are no region of which it could be left open what is wrong there.
    """
    contrary = Predicate(predicate.other, predicate.text,
                         lambda d: ~predicate.holds(d), predicate.cost + 0.1)  # fmt: skip
    for one in (predicate, contrary):
        inside = [one.holds(d) & d.known for d in evidence.draws]
        outside = [~one.holds(d) & d.known for d in evidence.draws]
        if not all(m.any() for m in inside) or not outside[0].any():
            continue
        if not _tells(evidence, outside):
            continue

        def beyond(draws: Draws, one: Predicate = one) -> BoolArray:
            return ~one.holds(draws) & draws.known

        scale = _scale(evidence.draws, beyond)
        if scale is not None:
            found = _inside(evidence, one, scale, both or one is predicate)
            if found is not None:
                yield found


def _tells(evidence: Evidence, outside: Sequence[BoolArray]) -> bool:
    """Return whether there is something outside that is not simply zero on both sides."""
    draws = evidence.first
    return bool((np.abs(draws.numeric[outside[0]]) > draws.bound[outside[0]]).any())


def _scale(draws: Sequence[Draws], where: Callable[[Draws], BoolArray]) -> Constant | None:
    return constant_ratio(
        [d for d in draws if where(d).any()], lambda d: Both(d.analytic, d.numeric, where(d))
    )


def _inside(
    evidence: Evidence, region: Predicate, scale: Constant, may_be_open: bool
) -> Hypothesis | None:
    """Say what the formula does in the region; where that may be left open, perhaps only that."""
    draws = evidence.draws
    where = [region.holds(d) & d.known for d in draws]
    zero = all((d.analytic[w] == 0).all() for d, w in zip(draws, where, strict=True))
    none = all((np.abs(d.numeric[w]) <= d.bound[w] + 1e-12).all()
               for d, w in zip(draws, where, strict=True))  # fmt: skip
    plain = scale.text == "1"
    if zero != none:
        throughout = _wrong(draws, where).mean() >= MOSTLY
        one, other = ("it", "the derivative") if zero else ("the derivative", "the formula")
        told = f"{one} is 0 there, which {other} is not"
        if not throughout:
            told = f"{one} is 0 there, where {other} is not everywhere"
        base = COST if throughout else COST + IN_PART
        return hypothesis(region, scale, None if zero else 0.0, told, base)
    factor = _scale(draws, lambda d: region.holds(d) & d.known)
    if factor is not None and factor.text == "1" and not plain:
        return None  # the contrary region is the wrong one
    if factor is not None and factor.text != scale.text:
        told = f"there it is to be multiplied by {factor.text}"
        return hypothesis(region, scale, factor, told)
    some = [w & ((d.analytic != 0) | (np.abs(d.numeric) > d.bound))
            for d, w in zip(draws, where, strict=True)]  # fmt: skip
    unexplained = (factor is None or factor.text == "1") and not (zero or none)
    if may_be_open and plain and unexplained and _wrong(draws, some).mean() >= MOSTLY:
        return replace(
            hypothesis(region, scale, None, "everywhere else it is right", OPEN), region=region
        )
    return None


def _wrong(draws: Sequence[Draws], where: Sequence[BoolArray]) -> BoolArray:
    """Return which of some entries of all draws are wrong, one after the other."""
    return np.concatenate([d.disagree[w] for d, w in zip(draws, where, strict=True)])


def hypothesis(
    region: Predicate, scale: Constant, factor: Constant | float | None, told: str,
    base: float = COST,
) -> Hypothesis:  # fmt: skip
    """Return the claim that the formula is wrong in a region only."""
    cost = base + region.cost + (0.0 if scale.text == "1" else 1.2 + scale.cost)
    cost += 0.4 + factor.cost if isinstance(factor, Constant) else 0.0

    def apply(draws: Draws) -> Repaired:
        outer = scale.at(draws.sizes)
        within = region.holds(draws)
        inner = factor.at(draws.sizes) if isinstance(factor, Constant) else (factor or 0.0)
        values = np.where(within, inner, outer) * draws.analytic
        where = None if factor is not None else ~within
        return Repaired(values, draws.numeric, np.abs(values), abs(outer) * draws.slack, where)

    def holds(draws: Draws, rtol: float) -> bool:
        """Outside it must agree, and inside disagree somewhere, or the region is another."""
        repaired = apply(draws)
        where = draws.known if repaired.where is None else draws.known & repaired.where
        within = region.holds(draws) & draws.known
        apart = (draws.disagree & within).any() or scale.text != "1"
        agree = close(draws, repaired, rtol)[where]
        return bool(agree.all() and where.any() and (apart or not within.any()))

    message = f"wrong only where {region.text}: {told}"
    if scale.text != "1" and isinstance(factor, Constant):
        message = f"multiply by {factor.text} where {region.text}, else by {scale.text}"
    elif scale.text != "1":
        message = f"multiply by {scale.text}, and {message}"
    shown = scale.text if scale.text != "1" else (
        factor.text if isinstance(factor, Constant) else None)  # fmt: skip
    cause = Cause(
        "region", message, factor=shown,
        where=region.text,
        corrected=None if not isinstance(factor, Constant) else
        f"{times('formula', scale.text)}, and {times('formula', factor.text)} where {region.text}",
    )  # fmt: skip
    return Hypothesis(cause, cost, apply, holds=holds)

"""Factor: every entry is the right one times a constant, or a function of the sizes."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio, ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import Cause, Draws

TIER = 0

COST = 1.0

SAME, DIGITS = 1e-8, 3
"""How closely a ratio must be a decimal number to be taken for it, and of how many digits at most:
what is barely off, by a number that nobody means, is no factor."""

DECIMAL, FEWEST = 2.0, 2
"""What such a number costs; and at how many sizes it must be that, or it may be a function of
them."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the claim that the formula is right once multiplied by a recognised constant."""
    if not evidence.regular:
        return
    found = constant_ratio(evidence.draws, lambda d: Both(d.analytic, d.numeric, d.known))
    found = found or _decimal(evidence)
    if found is not None:
        yield hypothesis(found)


def _decimal(evidence: Evidence) -> Constant | None:
    """Return a decimal number of few digits that is the ratio at all sizes, or one over such."""
    ratios = [ratio(Both(d.analytic, d.numeric, d.known)) for d in evidence.draws]
    if None in ratios or len(ratios) < FEWEST:
        return None
    values = np.array(ratios, dtype=np.float64)
    first = float(values[0])
    if not (np.abs(values - first) <= SAME * abs(first)).all():
        return None
    sign = "-" if first < 0 else ""
    for value, over in ((abs(first), ""), (1 / abs(first), "1/")):
        decimal = float(f"{value:.{DIGITS}g}")
        if abs(decimal - value) <= SAME * value:
            text = np.format_float_positional(decimal, trim="-")
            return Constant(f"{sign}{over}{text}", DECIMAL, np.full(len(values), first))
    return None


def hypothesis(constant: Constant) -> Hypothesis:
    """Return the claim for one constant."""

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        values = factor * draws.analytic
        return Repaired(values, draws.numeric, np.abs(values), abs(factor) * draws.slack)

    text = constant.text
    message = "multiply by -1: the sign is wrong" if text == "-1" else f"multiply by {text}"
    cause = Cause("factor", message, factor=text, corrected=times("formula", text))

    def parts(draws: Draws) -> list[Part]:
        return [Part(times("formula", text), constant.at(draws.sizes) * draws.analytic)]

    return Hypothesis(cause, COST + constant.cost, apply, parts=parts)

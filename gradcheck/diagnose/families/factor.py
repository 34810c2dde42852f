"""Factor: every entry is the right one times a constant, or a function of the sizes."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import Cause, Draws

TIER = 0

COST = 1.0


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the claim that the formula is right once multiplied by a recognised constant."""
    if not evidence.regular:
        return
    found = constant_ratio(evidence.draws, lambda d: Both(d.analytic, d.numeric, d.known))
    if found is not None:
        yield hypothesis(found)


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

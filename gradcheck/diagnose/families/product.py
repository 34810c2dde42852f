"""Product: right once a matrix is multiplied to it, from the left or from the right."""

from collections.abc import Callable, Iterator

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.sources import Source, plain_sources
from gradcheck.diagnose.wording import times
from gradcheck.records import Cause, Draws, FloatArray

TIER = 1

COST = 2.8

Matrix = Callable[[Draws], FloatArray]
Multiply = Callable[[Draws, FloatArray], FloatArray]


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the square matrices that a formula of one or two axes can be multiplied with."""
    if not evidence.regular or not 1 <= len(evidence.shape) <= 2:
        return
    for source in plain_sources(evidence):
        if len(source.kinds) != 2 or source.kinds[0] != source.kinds[1]:
            continue
        for told, multiply, cost in _sides(evidence, source):

            def pair(draws: Draws, multiply: Multiply = multiply) -> Both:
                return Both(multiply(draws, draws.analytic), draws.numeric, draws.known)

            constant = constant_ratio(evidence.draws, pair)
            if constant is not None:
                yield hypothesis(source, told, multiply, constant, cost)


def _sides(evidence: Evidence, source: Source) -> Iterator[tuple[str, Multiply, float]]:
    """Yield how a matrix, or its transpose, can be multiplied, and how that is written."""
    name = source.text
    for turned, cost in ((False, 0.0), (True, 0.3)):
        text = f"{name}.T" if turned else name

        def matrix(draws: Draws, turned: bool = turned) -> FloatArray:
            value = source.value(draws)
            return np.swapaxes(value, 1, 2) if turned else value

        if evidence.axes[0] == source.kinds[0]:

            def left(draws: Draws, values: FloatArray, matrix: Matrix = matrix) -> FloatArray:
                whole = matrix(draws)
                return np.asarray(np.einsum("tij,tj...->ti...", whole, values))

            yield f"{text} @ formula", left, cost
        if len(evidence.axes) == 2 and evidence.axes[1] == source.kinds[0]:

            def right(draws: Draws, values: FloatArray, matrix: Matrix = matrix) -> FloatArray:
                return np.asarray(values @ matrix(draws))

            yield f"formula @ {text}", right, cost


def hypothesis(
    source: Source, told: str, multiply: Multiply, constant: Constant, cost: float
) -> Hypothesis:
    """Return the claim for one matrix and constant."""

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        values = factor * multiply(draws, draws.analytic)
        return Repaired(values, draws.numeric, np.abs(values),
                        abs(factor) * np.abs(multiply(draws, draws.slack)))  # fmt: skip

    right = told if constant.text == "1" else times(told, constant.text)

    def parts(draws: Draws) -> list[Part]:
        return [Part(right, apply(draws).values)]

    cause = Cause("inside", f"a matrix product with {source.text} is missing: it is right as "
                  f"{right}", factor=None, corrected=right)  # fmt: skip
    extra = 0.0 if constant.text == "1" else 1 + constant.cost
    return Hypothesis(cause, COST + source.cost + cost + extra, apply, parts=parts)

"""Swapped: it reads one array where it should read another, or an array the wrong way round."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations

import numpy as np

from gradcheck.diagnose.arguments import Exchange, arrays, hypotheses, only_compared
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.errors import GradcheckError
from gradcheck.records import Draws, FloatArray

TIER = 1

COST, TURNED, BOTH, NEGATIVE = 2.6, 0.6, 2.4, 0.5
"""The cost of the claim, of an axis the other way round, of two arrays exchanged, of a sign."""

LINEAR = 7.0
"""Added for the sign of an argument that the formula is linear in: that is the sign of a term."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the arrays that the formula should be handed in place of its own."""
    if not evidence.regular:
        return
    found = sorted(exchanges(evidence), key=lambda one: one.cost)
    yield from hypotheses(evidence, found)


def exchanges(evidence: Evidence) -> Iterator[Exchange]:
    """Yield all that can be handed over in place of arguments."""
    taken, compared = arrays(evidence), only_compared(evidence)
    yield from _negated(evidence, taken)
    for name in taken:
        yield from _others(evidence, name)
        yield from _turned(evidence, name)
    for one, other in combinations(taken, 2):
        if evidence.kinds_of(one) == evidence.kinds_of(other) and compared.isdisjoint((one, other)):
            yield Exchange(
                "layout", f"it reads {one} and {other} in each other's place",
                {one: partial(_named, other), other: partial(_named, one)}, COST + BOTH,
            )  # fmt: skip
            yield from _both_turned(evidence, one, other)


def _both_turned(evidence: Evidence, one: str, other: str) -> Iterator[Exchange]:
    """Yield two square arrays that are both the wrong way round, and perhaps exchanged."""
    kinds = evidence.kinds_of(one)
    if len(kinds) != 2 or kinds[0] != kinds[1]:
        return
    yield Exchange(
        "layout", f"it reads {one} and {other} where it should read {one}.T and {other}.T",
        {one: partial(_transposed, one), other: partial(_transposed, other)}, COST + BOTH + TURNED,
    )  # fmt: skip
    yield Exchange(
        "layout", f"it reads {one} and {other} where it should read {other}.T and {one}.T",
        {one: partial(_transposed, other), other: partial(_transposed, one)},
        COST + BOTH + 2 * TURNED,
    )  # fmt: skip


def _negated(evidence: Evidence, names: Sequence[str]) -> Iterator[Exchange]:
    """Yield arguments with the other sign."""
    floats = [n for n in names if evidence.first.values[n].dtype.kind == "f"]
    negative = [{n: -evidence.first.values[n]} for n in floats]
    nothing = [{n: np.zeros_like(evidence.first.values[n])} for n in floats]
    try:
        returned = evidence.first.called([*negative, *nothing], 1)
    except GradcheckError:
        returned = []
    here = evidence.first.analytic[:1]
    for name, other, without in zip(floats, returned, returned[len(floats) :], strict=False):
        bent = np.abs((here + other) / 2 - without)
        size = np.abs([here, other, without]).max(initial=0.0)
        linear = bool((bent <= 1e-9 * size).all())
        yield Exchange("inside", f"it reads {name} where it should read -{name}",
                       {name: partial(_negative, name)},
                       COST + NEGATIVE + LINEAR * linear, alone=True)  # fmt: skip


def _others(evidence: Evidence, name: str) -> Iterator[Exchange]:
    kinds = evidence.kinds_of(name)
    for other in evidence.names:
        if other == name or evidence.first.values[other].ndim != len(kinds) + 1:
            continue
        theirs = evidence.kinds_of(other)
        # Single entries can be read from an array of any length.
        if theirs == kinds or evidence.subject.formula.indices:
            yield Exchange("layout", f"it reads {name} where it should read {other}",
                           {name: partial(_named, other)}, COST)  # fmt: skip
        if len(kinds) == 2 and theirs == kinds[::-1]:
            yield Exchange("layout", f"it reads {name} where it should read {other}.T",
                           {name: partial(_transposed, other)}, COST + TURNED)  # fmt: skip


def _turned(evidence: Evidence, name: str) -> Iterator[Exchange]:
    kinds = evidence.kinds_of(name)
    if len(kinds) == 2 and kinds[0] == kinds[1]:
        yield Exchange("layout", f"it reads {name} where it should read {name}.T",
                       {name: partial(_transposed, name)}, COST)  # fmt: skip
    for axis, kind in enumerate(kinds):
        if max(kind) < 2:
            continue
        what = "entries" if len(kinds) == 1 else ("rows", "columns", f"axis {axis}")[min(axis, 2)]
        yield Exchange("layout", f"it reads {name} with its {what} reversed",
                       {name: partial(_flipped, name, axis)}, COST + TURNED)  # fmt: skip
        for by in (1, -1):
            yield Exchange(
                "layout", f"it reads {name} with its {what} shifted by {by:+d}",
                {name: partial(_rolled, name, axis, -by)}, COST + TURNED,
            )  # fmt: skip
    for one, other in combinations(range(len(kinds)), 2) if len(kinds) > 2 else ():
        if kinds[one] == kinds[other]:
            yield Exchange("layout", f"it reads {name} with axes {one} and {other} exchanged",
                           {name: partial(_swapped, name, one, other)}, COST)  # fmt: skip


def _named(name: str, draws: Draws) -> FloatArray:
    return draws.values[name]


def _negative(name: str, draws: Draws) -> FloatArray:
    return -draws.values[name]


def _transposed(name: str, draws: Draws) -> FloatArray:
    return np.swapaxes(draws.values[name], 1, 2)


def _swapped(name: str, one: int, other: int, draws: Draws) -> FloatArray:
    return np.swapaxes(draws.values[name], one + 1, other + 1)


def _flipped(name: str, axis: int, draws: Draws) -> FloatArray:
    return np.flip(draws.values[name], axis=axis + 1)


def _rolled(name: str, axis: int, by: int, draws: Draws) -> FloatArray:
    return np.roll(draws.values[name], by, axis=axis + 1)

"""Layout: right once axes are exchanged, or the entries along one are reversed or shifted."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Part, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio
from gradcheck.diagnose.wording import times
from gradcheck.records import BoolArray, Cause, Draws, FloatArray

TIER = 0

COST = 1.5


class Move(NamedTuple):
    """Where entries are moved to."""

    told: str
    entry: str
    """The entry of the formula that belongs at [r,c]."""
    apply: Callable[[FloatArray], FloatArray]
    """On an array with the trials first."""
    cost: float


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield exchanged, reversed and shifted axes, and pairs of these, with constant factors."""
    if not evidence.regular or len(evidence.shape) == 0:
        return
    single = [*moves(evidence), *exchanges(evidence)]
    found = list(_fitting(evidence, single))
    if not found:
        pairs = [_both(a, b) for a, b in combinations(single, 2)]
        found = list(_fitting(evidence, [m for m in pairs if _changes(evidence, m)]))
    yield from found


def _changes(evidence: Evidence, move: Move) -> bool:
    """Return whether a move is more than a shift and its reverse."""
    numbered = np.arange(float(np.prod(evidence.shape))).reshape(1, *evidence.shape)
    return not np.array_equal(move.apply(numbered), numbered)


def _fitting(evidence: Evidence, candidates: list[Move]) -> Iterator[Hypothesis]:
    for move in candidates:

        def pair(draws: Draws, move: Move = move) -> Both:
            return Both(move.apply(draws.analytic), draws.numeric, draws.known)

        constant = constant_ratio(evidence.draws, pair)
        if constant is not None:
            yield hypothesis(move, constant)


def moves(evidence: Evidence) -> Iterator[Move]:
    """Yield what can happen to the axes of the derivative."""
    names = evidence.letters[: len(evidence.shape)]
    axes = evidence.axes
    for one, other in combinations(range(len(axes)), 2):
        if axes[one] == axes[other]:
            swapped = list(names)
            swapped[one], swapped[other] = names[other], names[one]
            yield Move(
                "transposed" if len(axes) == 2 else f"{names[one]} and {names[other]} exchanged",
                ",".join(swapped),
                partial(_swapped, one + 1, other + 1), 0.0,
            )  # fmt: skip
    for axis, kind in enumerate(axes):
        if max(kind) < 2:
            continue
        what = _what(axis, len(axes))
        yield Move(f"{what} reversed", _at(names, axis, f"-1-{names[axis]}"),
                   partial(np.flip, axis=axis + 1), 0.3)  # fmt: skip
        for by in (1, -1):
            sign = "+" if by > 0 else "-"
            yield Move(
                f"{what} shifted by one", _at(names, axis, f"{names[axis]}{sign}1"),
                partial(np.roll, shift=-by, axis=axis + 1), 0.4,
            )  # fmt: skip


def exchanges(evidence: Evidence) -> Iterator[Move]:
    """Yield the exchange of two places along an axis, where these alone are wrong."""
    names = evidence.letters[: len(evidence.shape)]
    wrong: BoolArray = np.asarray(evidence.first.disagree.any(axis=0))
    for axis in range(wrong.ndim):
        others = tuple(i for i in range(wrong.ndim) if i != axis)
        places = np.flatnonzero(wrong.any(axis=others))
        if len(places) != 2 or wrong.shape[axis] < 3:
            continue
        one, other = map(int, places)
        entry = _at(names, axis, f"{names[axis]} with {one} for {other} and {other} for {one}")
        yield Move(f"{_what(axis, len(names))} {one} and {other} exchanged", entry,
                   partial(_exchanged, axis + 1, one, other), 0.4)  # fmt: skip


def _exchanged(axis: int, one: int, other: int, array: FloatArray) -> FloatArray:
    order = np.arange(array.shape[axis])
    if max(one, other) < len(order):
        order[[one, other]] = other, one
    return np.take(array, order, axis=axis)


def _swapped(one: int, other: int, array: FloatArray) -> FloatArray:
    return np.swapaxes(array, one, other)


def _what(axis: int, count: int) -> str:
    if count == 1:
        return "entries"
    return ("rows", "columns")[axis] if count == 2 else f"axis {axis}"


def _at(names: tuple[str, ...], axis: int, text: str) -> str:
    return ",".join(text if i == axis else name for i, name in enumerate(names))


def _both(one: Move, other: Move) -> Move:
    return Move(f"{one.told}, {other.told}", f"{one.entry} after {other.entry}",
                lambda a: one.apply(other.apply(a)), one.cost + other.cost + 1.5)  # fmt: skip


def hypothesis(move: Move, constant: Constant) -> Hypothesis:
    """Return the claim that the formula is right after a move and a factor."""

    def apply(draws: Draws) -> Repaired:
        factor = constant.at(draws.sizes)
        values = factor * move.apply(draws.analytic)
        slack = abs(factor) * move.apply(draws.slack)
        return Repaired(values, draws.numeric, np.abs(values), slack)

    text = constant.text
    right = times(f"formula[{move.entry}]", text)
    cause = Cause(
        "layout", f"{move.told}{'' if text == '1' else f' and to be multiplied by {text}'}: "
        f"it is right as {right}", factor=None if text == "1" else text, corrected=right,
    )  # fmt: skip
    cost = COST + move.cost + (0.0 if text == "1" else 1 + constant.cost)

    def parts(draws: Draws) -> list[Part]:
        return [Part(right, apply(draws).values)]

    return Hypothesis(cause, cost, apply, parts=parts)

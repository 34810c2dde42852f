"""The smallest case: the fewest and simplest numbers on which a formula still disagrees.

Found by shrinking (after QuickCheck, Claessen and Hughes 2000): sizes first, then the numbers.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.diagnose.conditions import invariants
from gradcheck.diagnose.evidence import SEED, Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, close
from gradcheck.diagnose.working import worked
from gradcheck.errors import GradcheckError
from gradcheck.records import BoolArray, Draws, SmallestCase

Inputs = Mapping[str, npt.NDArray[Any]]

GRIDS = (1.0, 0.5, 0.25)
"""What numbers are rounded to: whole ones, halves, quarters."""

TRIED, DRAWN = 10, 8
"""Sizes that are tried, and draws at each."""

ROUNDS = 8
"""How often one number is made simpler."""

LONGEST = 2**9
"""Numbers in all inputs beyond which the numbers are not made simpler one by one."""


def smallest_case(evidence: Evidence, cause: Hypothesis | None) -> SmallestCase | None:
    """Return the smallest case, worked out by a cause; None where only large ones disagree.

    A cause may have nothing to say of a case, as where it divides by a number that is 0 there: a
    case that it explains is looked for first, then any.
    """
    for by in (cause, None) if cause is not None else (None,):
        for sizes in islice(_sizes(evidence), TRIED):
            found = _at(evidence, sizes, by)
            if found is not None:
                return _told(evidence, _simpler(evidence, sizes, found, by), by)
    return None


def _sizes(evidence: Evidence) -> Iterator[dict[str, int]]:
    """Yield sizes up to those of the run, the smallest first."""
    subject = evidence.subject
    own = [range(subject.least[n], min(subject.sizes[n], subject.least[n] + 3) + 1)
           for n in subject.free]  # fmt: skip
    every = sorted(product(*own), key=lambda chosen: (prod(chosen), max(chosen, default=0)))
    for chosen in [*every[: TRIED - 1], tuple(subject.sizes[n] for n in subject.free)]:
        yield {**subject.sizes, **dict(zip(subject.free, chosen, strict=True))}


def _at(evidence: Evidence, sizes: Mapping[str, int], cause: Hypothesis | None) -> Draws | None:
    """Return the simplest draw of these sizes that disagrees, as the only one."""
    drawn = evidence.probe(sizes, {}, SEED + 300, DRAWN)
    if drawn is None or not drawn.disagree.any():
        return None
    inputs = {name: drawn.values[name] for name in evidence.subject.inputs}
    for grid in GRIDS:
        rounded = {name: _rounded(drawn, name, value, grid) for name, value in inputs.items()}
        found = _first(evidence, sizes, rounded, cause)
        if found is not None:
            return found
    return _first(evidence, sizes, inputs, cause)


def _rounded(drawn: Draws, name: str, value: npt.NDArray[Any], grid: float) -> npt.NDArray[Any]:
    """Return an input on a grid, as far as what is true of it stays true."""
    if value.dtype.kind != "f":
        return value
    rules = set(invariants(drawn, name))
    if any("sum" in rule for rule in rules):
        return np.stack([_hot(one) for one in value])
    low, high = value.min(), value.max()
    found = np.round(value / grid) * grid + 0.0
    if low > 0:
        least = np.ceil(low / grid) * grid
        found = np.maximum(found, least if least <= high else low)
    return np.asarray(found)


def _hot(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return probabilities as a single 1 where the largest is."""
    return np.asarray(np.eye(value.shape[-1])[value.argmax(axis=-1)])


def _first(
    evidence: Evidence, sizes: Mapping[str, int], inputs: Inputs, cause: Hypothesis | None
) -> Draws | None:
    """Return, as the only one, the simplest of some inputs on which it disagrees, and on which a
    cause explains that.
    """
    try:
        found = evidence.subject.probe_at(sizes, inputs)
        unexplained = _unexplained(found, cause, evidence.subject.rtol)
    except GradcheckError:
        return None
    by_draw = [one.reshape(found.trials, -1).any(axis=1) for one in (found.disagree, unexplained)]
    wrong = np.flatnonzero(by_draw[0] & ~by_draw[1])
    if not wrong.size:
        return None
    weight = sum(_weight(inputs[name]) for name in evidence.subject.inputs)
    best = int(min(wrong, key=lambda i: float(np.asarray(weight)[i])))
    return _only(found, best)


def _unexplained(draws: Draws, cause: Hypothesis | None, rtol: float) -> BoolArray:
    """Return the entries that disagree and that the parts of a cause do not explain."""
    if cause is None or cause.parts is None:
        return np.zeros(draws.disagree.shape, dtype=np.bool_)
    with np.errstate(all="ignore"):
        parts = [np.broadcast_to(part.values, draws.numeric.shape) for part in cause.parts(draws)]
        total, size = np.sum(parts, axis=0), np.sum(np.abs(parts), axis=0)
    explained = close(draws, Repaired(total, draws.numeric, size, draws.slack), rtol)
    return np.asarray(draws.disagree & ~explained)


def _weight(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return how far from simple the numbers of each trial are."""
    flat = np.abs(value.reshape(len(value), -1).astype(np.float64))
    below = value.reshape(len(value), -1) < 0
    return np.asarray((flat + (flat != np.round(flat)) + (flat > 0) + 0.5 * below).sum(axis=1))


def _only(draws: Draws, place: int) -> Draws:
    """Return one of the draws alone."""
    part = slice(place, place + 1)
    return Draws(
        draws.sizes, {name: value[part] for name, value in draws.values.items()},
        draws.analytic[part], draws.slack[part], draws.numeric[part], draws.bound[part],
        draws.known[part], draws.disagree[part], lambda name: draws.partial(name).part(part),
        lambda name: draws.alternative(name).part(part), draws.resembles, draws.called,
    )  # fmt: skip


def _simpler(
    evidence: Evidence, sizes: Mapping[str, int], case: Draws, cause: Hypothesis | None
) -> Draws:
    """Make one number after another 0 or 1, as long as it still disagrees."""
    names = list(evidence.subject.inputs)
    for _ in range(ROUNDS):
        inputs = {name: case.values[name] for name in names}
        if sum(value.size for value in inputs.values()) > LONGEST:
            return case
        free = [n for n in names if _may_move(evidence, n)]
        moves: list[tuple[str, int | slice, float]] = [
            (n, i, v) for n in free for i in range(inputs[n].size) for v in (0.0, 1.0)
            if _harder(float(inputs[n].reshape(-1)[i]), v)
        ]  # fmt: skip
        moves += [(n, slice(None), 0.0) for n in free if np.count_nonzero(inputs[n]) > 1]
        if not moves:
            return case
        stacked = {n: np.repeat(value, len(moves), axis=0) for n, value in inputs.items()}
        for place, (name, index, value) in enumerate(moves):
            stacked[name].reshape(len(moves), -1)[place, index] = value
        found = _first(evidence, sizes, stacked, cause)
        if found is None:
            return case
        case = found
    return case


def _harder(number: float, other: float) -> bool:
    """Return whether a number is harder to work with than another: -1 than 1, 1 than 0."""
    return (abs(number), number < 0) > (abs(other), other < 0)


def _may_move(evidence: Evidence, name: str) -> bool:
    """Return whether single numbers of an input may be changed without breaking its nature."""
    value = evidence.first.values[name]
    rules = set(invariants(evidence.first, name))
    whole = value.dtype.kind == "f" and value.ndim > 1
    return whole and not any("sum" in rule for rule in rules)


def _told(evidence: Evidence, case: Draws, cause: Hypothesis | None) -> SmallestCase:
    """Write a case out: every input and quantity, and the entry that is furthest off."""
    off = np.where(case.disagree, np.abs(case.analytic - case.numeric), -1.0)[0]
    off = np.where(np.isnan(off), np.inf, off)
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(off)), off.shape))
    inputs = {n: case.values[n][0] for n in evidence.subject.inputs}
    shown = [n for n in evidence.subject.dependencies if n in evidence.names]
    quantities = {n: case.values[n][0] for n in shown}
    steps = () if cause is None else tuple(worked(evidence, case, cause, index))
    return SmallestCase(case.sizes, inputs, quantities, index, float(case.analytic[0][index]),
                        float(case.numeric[0][index]), steps)  # fmt: skip

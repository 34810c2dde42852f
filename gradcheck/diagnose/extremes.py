"""Extremes: how large the inputs may get before a formula fails where the derivative does not.

One input after another, then all, are scaled up and shifted, along lines from a few fresh draws;
the point of failure is bisected. The array that is of the same size there in all draws is the one
that matters.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gradcheck.diagnose.conditions import invariants
from gradcheck.diagnose.evidence import SEED, Evidence
from gradcheck.errors import GradcheckError
from gradcheck.records import BoolArray, Draws, FloatArray

DISTANCES = (10.0, 100.0, 1000.0)
"""By how much inputs are scaled or shifted."""

LINES = 3
"""Draws from which lines start; the formula must fail along all of them."""

BISECTIONS = 16

ALIKE = 0.02
"""How much the size of an array may differ between draws for it to be the one that matters."""


class Failed(NamedTuple):
    """Where a formula fails along some lines."""

    spread: float
    """How much the size of the array that is named differs between them."""
    told: str


def extremes(evidence: Evidence) -> Iterator[str]:
    """Yield how the formula fails on scaled or shifted draws; nothing where it does not."""
    if not evidence.draws or evidence.subject.offered:
        return
    free = [n for n in evidence.subject.inputs if _is_free(evidence, n)]
    starts = evidence.probe(evidence.first.sizes, {}, SEED + 500, LINES)
    if starts is None or not free:
        return
    lines = [*([name] for name in free), *([free] if len(free) > 1 else [])]
    found = [_along(evidence, starts, moving, shifted) for moving in lines
             for shifted in (True, False)]  # fmt: skip
    best = min((one for one in found if one is not None), default=None)
    if best is not None:
        yield best.told


def _is_free(evidence: Evidence, name: str) -> bool:
    """Return whether an input may be any number."""
    return evidence.first.values[name].dtype.kind == "f" and not tuple(
        invariants(evidence.first, name)
    )


def _along(
    evidence: Evidence, starts: Draws, moving: Sequence[str], shifted: bool
) -> Failed | None:
    """Follow lines outwards until the formula fails, bisect, and say where that is."""
    low = np.zeros(starts.trials)
    for distance in DISTANCES:
        high = np.full(starts.trials, distance)
        found = _at(evidence, starts, moving, shifted, high)
        if found is None:
            return None
        if _fails(found).all():
            break
        low = np.where(_fails(found), low, distance)
    else:
        return None
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        between = _at(evidence, starts, moving, shifted, middle)
        if between is None:
            return None
        fails = _fails(between)
        low, high = np.where(fails, low, middle), np.where(fails, middle, high)
    last = _at(evidence, starts, moving, shifted, high)
    if last is None or not _fails(last).all():
        return None
    infinite = not np.isfinite(found.analytic[found.disagree & found.known]).all()
    word = "overflows" if infinite else "loses digits"
    spread, where = _where(evidence, last)
    return Failed(spread, f"{word} where {evidence.derivative.numerator} does not, {where}")


def _at(
    evidence: Evidence, starts: Draws, moving: Sequence[str], shifted: bool, by: FloatArray
) -> Draws | None:
    """Return the formula and the truth at one point of each line."""
    moved: dict[str, npt.NDArray[Any]] = {}
    for name in evidence.subject.inputs:
        value = starts.values[name]
        step = by.reshape(-1, *([1] * (value.ndim - 1)))
        if name in moving:
            value = value + step if shifted else value * (1 + step)
        moved[name] = value
    try:
        return evidence.subject.probe_at(starts.sizes, moved)
    except GradcheckError:
        return None


def _fails(draws: Draws) -> BoolArray:
    """Return in which trials the formula disagrees where the truth is certain."""
    return np.asarray((draws.disagree & draws.known).reshape(draws.trials, -1).any(axis=1))


def _where(evidence: Evidence, failed: Draws) -> tuple[float, str]:
    """Name the array that is of the same size at all points of failure, and that size."""
    best, told = ALIKE, "once its inputs are scaled or shifted"
    for name in evidence.names:
        values = failed.values[name].reshape(failed.trials, -1)
        if values.dtype.kind != "f":
            continue
        for how, sizes in (("max", values.max(axis=1)), ("min", values.min(axis=1))):
            if (how == "max" and sizes.min() <= 1) or (how == "min" and sizes.max() >= -1):
                continue
            spread = float(np.ptp(sizes) / np.abs(sizes).max())
            if spread < best:
                best, sign = spread, ">" if how == "max" else "<"
                told = f"from about {how}({name}) {sign} {np.median(sizes):.4g}"
    return best, told

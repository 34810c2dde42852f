"""Facts: what can be said for certain of a disagreement without a cause."""

from collections.abc import Iterator

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.records import BoolArray, Draws

CONSTANT, CONSTANT_SLIP = 1e-6, 0.1
"""Ratios are one number where they differ by no more than this part of it, and of what it is off
from 1."""


CHANCE = 0.01
"""How likely it may be that places which are as often wrong as others are not in these draws."""


def facts(evidence: Evidence) -> Iterator[str]:
    """Yield where it disagrees, how often, and by what ratio."""
    if not evidence.draws:
        yield "the formula could not be looked at on more draws, or is too large for it"
        return
    draws = evidence.first
    wrong = draws.disagree
    if not wrong.any():
        yield f"it agrees on fresh draws{' at ' + _sizes(draws) if draws.sizes else ''}"
        return
    count, size = int(wrong.any(axis=0).sum()), wrong[0].size
    hit_draws = int(wrong.reshape(len(wrong), -1).any(axis=1).sum())
    where = "in" if len(wrong) == 1 else "in one or more of"
    at = "" if draws.sizes == evidence.subject.sizes else f" at {_sizes(draws)}"
    yield f"{count} of {size} entries disagree {where} {len(wrong)} fresh draws{at}"
    if hit_draws < len(wrong):
        yield f"in {len(wrong) - hit_draws} of these draws all entries agree"
    if not draws.analytic.any():
        yield "the formula is 0 everywhere"
        return
    if (np.abs(draws.analytic) <= draws.slack).all():
        yield "the formula is 0 everywhere, up to rounding"
        return
    if _keeps(draws):
        yield "the formula is the same in all draws: does it keep what it computed first?"
    for axis, letter in enumerate(evidence.letters[: wrong.ndim - 1]):
        others = tuple(i for i in range(1, wrong.ndim) if i != axis + 1)
        if _only_there(np.asarray(wrong.any(axis=others))):
            hit = wrong.any(axis=(0, *others))
            yield f"only where {letter} is {', '.join(map(str, np.flatnonzero(hit)))}"
    yield from _ratios(draws)


def _sizes(draws: Draws) -> str:
    return ", ".join(f"{name} = {size}" for name, size in draws.sizes.items())


def _only_there(hit: BoolArray) -> bool:
    """Return whether places that are wrong in no draw are so by more than chance; shape (draws,
    places).
    """
    some = hit.any(axis=0)
    if some.all() or not some.any():
        return False
    often = hit[:, some].mean()
    return bool((~some).sum() * (1 - often) ** len(hit) < CHANCE)


def _keeps(draws: Draws) -> bool:
    """Return whether the formula is the same in all draws, and the derivative is not."""
    first = draws.analytic[0], draws.numeric[0], draws.bound[0]
    same = bool((draws.analytic == first[0]).all())
    return same and bool((np.abs(draws.numeric - first[1]) > draws.bound + first[2]).any())


def _ratios(draws: Draws) -> Iterator[str]:
    """Yield by how much the entries that disagree are off."""
    wrong = draws.disagree
    with np.errstate(all="ignore"):
        ratio = (draws.numeric / draws.analytic)[wrong & draws.known]
    ratio = ratio[np.isfinite(ratio)]
    if ratio.size:
        where = "they disagree"
        if (draws.analytic == 0)[wrong & draws.known & (draws.numeric != 0)].any():
            where += " and the formula is not 0"
        middle = float(np.median(ratio))
        if np.ptp(ratio) <= min(CONSTANT * np.abs(ratio).max(), CONSTANT_SLIP * abs(middle - 1)):
            digits = max(6, _place(middle - 1) + 2)
            yield f"numeric / formula is {middle:.{digits}g} wherever {where}"
            return
        low, high = _outward(float(ratio.min()), -1), _outward(float(ratio.max()), 1)
        yield f"numeric / formula is between {low} and {high} where {where}"


def _place(value: float) -> int:
    """Return the place of a number's first digit after the point."""
    return int(-np.floor(np.log10(abs(value)))) if value else 0


def _outward(value: float, way: int) -> str:
    """Write a number to three digits, or more next to 1, rounded down (-1) or up (1)."""
    if not value:
        return "0"
    near = abs(value - 1)
    digits = 9 if near < 1e-4 else 5 if near < 1e-2 else 3
    unit = 10.0 ** (np.floor(np.log10(abs(value))) - digits + 1)
    rounded = float(np.floor(value / unit) if way < 0 else np.ceil(value / unit)) * unit
    return f"{rounded:.{digits}g}"

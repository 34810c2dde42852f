"""Not finite: the formula overflows, or takes a logarithm of 0, where the derivative is finite."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, as_it_is
from gradcheck.diagnose.sources import plain_sources
from gradcheck.records import BoolArray, Cause, Draws, FloatArray

TIER = 3

COST = 15.5

SMALL = 8.0
"""Nothing that people compute in double precision overflows at such numbers, but exp(exp(x))."""


Where = Callable[[FloatArray], BoolArray]


class Region(NamedTuple):
    """Where an array has values at which a formula is not finite."""

    where: str
    told: str
    inside: Where
    outside: Where
    """Where values are known to be beside it, if not wherever they are not inside."""
    cost: float = 0.0


def _sharp(where: str, told: str, inside: Where) -> Region:
    return Region(where, told, inside, lambda x: ~inside(x))


AT_ZERO = (
    _sharp("= 0", "as a quotient by it or its logarithm is not", lambda x: np.asarray(x == 0)),
    _sharp("< 0", "as its root or logarithm is not", lambda x: np.asarray(x < 0)),
    _sharp("<= 0", "as its logarithm is not", lambda x: np.asarray(x <= 0)),
)
"""Where numbers need not be large for something not to exist."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the regions of arrays in which the formula is not finite."""
    if not evidence.draws or evidence.regular:
        return
    draws = evidence.first
    bad = _not_finite(draws)
    if not bad.any():
        return
    for source in plain_sources(evidence):
        for piece in make.place(evidence, source, None):
            values = _values(draws, piece)
            here, fine = values[bad], np.append(values[_fine(draws)], _calm(evidence, piece))
            for region in _regions(here, fine):
                if region.inside(here).all() and region.outside(fine).all():
                    yield _claim(piece, region)
                    break


def _regions(bad: FloatArray, fine: FloatArray) -> Iterator[Region]:
    """Yield regions that may contain values at which a formula is not finite, and not others."""
    if not fine.size:
        return
    if np.abs(bad).min() <= SMALL:
        yield from AT_ZERO
    for sign, word in ((1.0, ">="), (-1.0, "<=")):
        least, most = (sign * bad).min(), (sign * fine).max()
        if max(most, 0.0) < least:
            still = f"and is at {sign * most:.4g}, where the derivative is finite too"
            inside, outside = partial(_beyond, sign, most), partial(_below, sign, least)
            large = least > SMALL
            yield Region(
                f"{word} {sign * least:.4g}", still, inside, outside, 0.0 if large else 1.0
            )


def _beyond(sign: float, most: float, x: FloatArray) -> BoolArray:
    return np.asarray(sign * x > most)


def _below(sign: float, least: float, x: FloatArray) -> BoolArray:
    return np.asarray(sign * x < least)


def _claim(piece: make.Piece, region: Region) -> Hypothesis:
    def holds(draws: Draws, _: float) -> bool:
        values, bad = _values(draws, piece), _not_finite(draws)
        fine = draws.known & ~bad & (np.abs(draws.numeric) > draws.bound)
        apart = region.inside(values[bad]).all() and region.outside(values[fine]).all()
        return bool(apart and not (draws.disagree & fine).any())

    text = f"{piece.text} {region.where}"
    cause = Cause("numerics", f"it is not finite where {text}, {region.told}", where=text)
    return Hypothesis(cause, COST + piece.cost + region.cost, as_it_is, holds=holds)


def _not_finite(draws: Draws) -> BoolArray:
    return np.asarray(draws.known & ~np.isfinite(draws.analytic))


def _fine(draws: Draws) -> BoolArray:
    """Return the entries in which the formula is right and the derivative is not simply zero."""
    right = draws.known & np.isfinite(draws.analytic) & ~draws.disagree
    return np.asarray(right & (np.abs(draws.numeric) > draws.bound))


def _values(draws: Draws, piece: make.Piece) -> FloatArray:
    return np.broadcast_to(piece.on(draws)[..., 0], draws.analytic.shape)


def _calm(evidence: Evidence, piece: make.Piece) -> FloatArray:
    """Return the values of an array where the formula is right on other distributions."""
    found = [_values(draws, piece)[_fine(draws)] for _, _, draws in evidence.elsewhere]
    return np.concatenate([np.zeros(0), *found])

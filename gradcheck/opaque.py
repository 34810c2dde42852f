"""Screen the gradient of any cost by blocks, for the library."""

from collections.abc import Callable
from dataclasses import replace
from math import prod

import numpy as np

from gradcheck.blocks import ByBlocks, screen_trials
from gradcheck.points import HUGE, Point, takes_long
from gradcheck.records import (
    Analytic,
    Doubt,
    FloatArray,
    GradientCheck,
    Judgement,
    Screened,
)
from gradcheck.settings import SEED


def wants_blocks(point: Point, method: str) -> bool:
    """Return whether a gradient is to be screened rather than differentiated entry by entry."""
    if method != "auto":
        return method == "blocks"
    return point.at.size >= HUGE and takes_long(point, 1, np.random.default_rng(SEED))


def check_by_blocks(
    point: Point, analytic: Analytic, hidden: Callable[[], FloatArray], rtol: float, wrt: str
) -> GradientCheck:
    """Screen a gradient and judge the entries that are suspected.

    `hidden` returns the rounding that cancellation in the formula hides, where it is accused.
    """
    screening = screen_trials((point,), analytic.as_one_trial(), rtol, ((SEED,),))
    judgement = screening.judge(analytic.as_one_trial(), rtol)
    if judgement.disagree.any():
        accused = screening.spread(judgement.disagree)[0].reshape(analytic.slack.shape)
        analytic = replace(analytic, slack=analytic.slack + np.where(accused, hidden(), 0.0))
        judgement = screening.judge(analytic.as_one_trial(), rtol)
    largest = float(np.nanmax(np.abs(analytic.values), initial=0.0))
    return _spread(analytic.values, screening, judgement, screening.record(largest), wrt)


def _spread(
    values: FloatArray, screening: ByBlocks, judgement: Judgement, screened: Screened, wrt: str
) -> GradientCheck:
    """Return what is known of every entry: of those looked at singly all, of others little."""
    shape, places, one = screening.shape, screening.places, screening.screenings[0]

    def wide(default: float, found: FloatArray) -> FloatArray:
        array = np.full(prod(shape), default)
        array[places] = found[0]
        return array.reshape(shape)

    allowed = one.resolution.copy()
    allowed[places] = judgement.allowed[0]
    doubt = np.full(prod(shape), Doubt.NONE, dtype=np.int64)
    doubt[places] = judgement.doubt[0]
    disagree = screening.spread(judgement.disagree)[0]
    inconclusive = screening.spread(judgement.inconclusive)[0]
    inconclusive.reshape(-1)[one.unresolved] = True
    return GradientCheck(
        analytic=values, numeric=wide(np.nan, judgement.numeric),
        bound=wide(np.inf, judgement.bound), allowed=allowed.reshape(shape),
        agree=~(disagree | inconclusive), disagree=disagree, inconclusive=inconclusive,
        doubt=doubt.reshape(shape), wrt=wrt, screened=screened,
    )  # fmt: skip

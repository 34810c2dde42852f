"""The one tolerance rule, and the one function that turns it into verdicts."""

import numpy as np
import numpy.typing as npt

from gradcheck.judge.entries import (
    NEGLIGIBLE,
    TOGETHER,
    VAGUE,
    Entries,
    excusable,
    largest_certain,
    largest_of,
    parts_of,
    size_of,
)
from gradcheck.records import (
    Analytic,
    BoolArray,
    Counts,
    Doubt,
    FloatArray,
    Judgement,
    Numeric,
    Verdict,
)

Codes = npt.NDArray[np.int8]

UNCHECKED, AGREES, INCONCLUSIVE, DISAGREES = -1, 0, 1, 2
"""The codes of a map of entries, the worse the larger."""

VERDICTS = {
    AGREES: Verdict.AGREE,
    INCONCLUSIVE: Verdict.INCONCLUSIVE,
    DISAGREES: Verdict.DISAGREE,
}


def judge(analytic: Analytic, numeric: Numeric, rtol: float) -> Judgement:
    """Compare a formula with the numeric derivative, entry by entry and trial by trial.

    All arrays have the shape (trials, *shape of the derivative).

    An entry disagrees where the formula is not finite and the numeric derivative is, or where they
    differ by more than is allowed. It is inconclusive where the numeric derivative is not finite or
    in doubt, and where it does not disagree but bound and rounding leave it open. Where the cost is
    flat or a staircase, a formula that is exactly zero agrees, unless a flat entry's bound is more
    than `HIDDEN` of the largest entry; where a flat entry's bound is negligible beside that, one
    that is within it. An entry is unsound, and inconclusive too,
    where the two are further apart than a formula's own rounding may excuse, but do not disagree.
    """
    formula, value, doubt = analytic.values, numeric.values, numeric.doubt
    shape = formula.shape
    flat = (shape[0], -1) if formula.size else (shape[0], 0)
    allowed = np.empty(shape)
    disagree, inconclusive, unsound = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    everything = Entries(
        formula=formula.reshape(flat), value=value.reshape(flat),
        bound=numeric.bound.reshape(flat), doubt=doubt.reshape(flat),
        slack=analytic.slack.reshape(flat),
        inherited=_flat(analytic.inherited, shape),
    )  # fmt: skip
    room = allowed.reshape(flat)
    masks = [array.reshape(flat) for array in (disagree, inconclusive, unsound)]
    largest = None
    for part in parts_of(*room.shape):
        some = everything.part(part)
        if some.plain(rtol, room[part]):
            continue
        if largest is None:
            largest = largest_certain(everything.value, everything.bound)
        room[part], *found = some.judged(rtol, analytic.epsilon, largest[part[0]])
        for array, values in zip(masks, found, strict=True):
            array[part] = values
    if unsound.any():
        doubt = np.where(unsound, Doubt.UNSOUND, doubt)
    return Judgement(formula, value, numeric.bound, allowed, doubt, disagree, inconclusive, unsound)


def _flat(inherited: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return it in the shape (trials, entries), or a single number as such."""
    if inherited.size == 1:
        return inherited.reshape(())
    if inherited.shape == shape:
        return inherited.reshape(shape[0], -1)
    return np.broadcast_to(inherited, shape).reshape(shape[0], -1)


def excused(analytic: Analytic) -> FloatArray:
    """Return how far a formula's values may be off by their own rounding, and pass; same shape."""
    values = analytic.values.reshape(len(analytic.values), -1)
    size = np.abs(np.where(np.isfinite(values), values, 0.0))
    most = excusable(size, largest_of(values, values), analytic.epsilon)
    return np.asarray(np.minimum(analytic.slack, most.reshape(analytic.values.shape)))


def codes(judgement: Judgement) -> Codes:
    """Return each entry's verdict in each trial as a code."""
    found = np.full(judgement.disagree.shape, AGREES, dtype=np.int8)
    found[judgement.inconclusive] = INCONCLUSIVE
    found[judgement.disagree] = DISAGREES
    return found


def verdict_of(by_trial: Codes, judgement: Judgement) -> Verdict:
    """Return a formula's verdict from the codes of its entries, shape (trials, ...).

    It disagrees if any entry does in any trial; it is inconclusive if some entry was decided in no
    trial, or only where it is nothing and not where the formula is something else than the numeric
    derivative is known to be, if it was unsound in some, or nothing was checked; otherwise it
    agrees.
    """
    if (by_trial == DISAGREES).any():
        return Verdict.DISAGREE
    if (judgement.unsound & (by_trial >= AGREES)).any():
        return Verdict.INCONCLUSIVE
    checked = (by_trial != UNCHECKED).any(axis=0)
    agrees = by_trial == AGREES
    decided = agrees.any(axis=0)
    if (by_trial == INCONCLUSIVE).any():
        something = agrees & (np.abs(judgement.analytic) > judgement.allowed)
        doubtful = (by_trial == INCONCLUSIVE) & (judgement.analytic != 0) & ~_near(judgement)
        decided &= something.any(axis=0) | ~doubtful.any(axis=0)
    return Verdict.AGREE if checked.any() and (decided | ~checked).all() else Verdict.INCONCLUSIVE


def _near(judgement: Judgement) -> BoolArray:
    """Return where formula and numeric derivative are the same but for a hundredth, surely."""
    with np.errstate(all="ignore"):
        apart = np.abs(judgement.analytic - judgement.numeric) + judgement.bound
        return np.asarray(apart <= VAGUE * np.abs(judgement.analytic))


def count(worst: Codes) -> Counts:
    """Count the entries of each verdict, given the worst code of each over the trials."""
    return Counts(
        agree=int((worst == AGREES).sum()),
        disagree=int((worst == DISAGREES).sum()),
        inconclusive=int((worst == INCONCLUSIVE).sum()),
    )


def resolution(judgement: Judgement, by_trial: Codes) -> float | None:
    """Return the smallest relative mistake that would have shown in every entry that was decided.

    Of the trials in which an entry agrees, the sharpest counts; of the entries, the bluntest.
    Entries below 1e-7 of their array's largest are left out: only that resolves them.
    """
    trials = len(by_trial)
    flat = (trials, by_trial.size // trials)
    formula, value = judgement.analytic.reshape(flat), judgement.numeric.reshape(flat)
    allowed, agrees = judgement.allowed.reshape(flat), by_trial.reshape(flat) == AGREES
    least = NEGLIGIBLE * largest_of(formula, value)
    bluntest = -np.inf
    for start in range(0, flat[1], TOGETHER):
        part = np.s_[:, start : start + TOGETHER]
        with np.errstate(all="ignore"):
            size = size_of(formula[part], value[part])
            counted = agrees[part] & (size > least)
            sharpest = np.where(counted, allowed[part] / size, np.inf).min(axis=0)
        bluntest = max(bluntest, np.max(sharpest, initial=-np.inf, where=np.isfinite(sharpest)))
    return float(bluntest) if bluntest > -np.inf else None

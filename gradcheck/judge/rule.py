"""The one tolerance rule, and the one function that turns it into verdicts."""

import numpy as np
import numpy.typing as npt

from gradcheck.records import Analytic, Counts, Doubt, FloatArray, Judgement, Numeric, Verdict

Codes = npt.NDArray[np.int8]

VAGUE = 0.01
"""An uncertainty above this fraction of the entry decides nothing about the entry itself ..."""

NEGLIGIBLE = 1e-7
"""... unless it is below this fraction of the largest entry of the array."""

EXCUSABLE = 1e-5
"""What a formula's own rounding may excuse, as a fraction of the entry: a formula that is further
off, and whose values move that much at a touch, is not accused, but it is not passed either. To
hide a mistake behind noise would take noise as large as the mistake."""

ROUNDINGS = 1e4
"""The same in units of the formula's precision, for those that compute in single precision ..."""

FEW_ROUNDINGS = 8.0
"""... and what is negligible beside the largest entry, in those units."""

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
    flat or a staircase, a formula that is exactly zero agrees. It is unsound, and inconclusive too,
    where the two are further apart than a formula's own rounding may excuse, but do not disagree.
    """
    formula, value, doubt = analytic.values, numeric.values, numeric.doubt
    with np.errstate(all="ignore"):
        size = _size(formula, value)
        allowed = numeric.bound + rtol * size + analytic.slack
        apart = np.abs(formula - value)
        within = apart <= allowed
        known = np.isfinite(value) & (doubt != Doubt.SINGULAR) & (doubt != Doubt.NOT_FINITE)
        known &= np.isfinite(analytic.slack)
        disagree = known & ~(np.isfinite(formula) & within)
        uncertain = numeric.bound + analytic.slack
        vague = (uncertain > VAGUE * size) & (uncertain > NEGLIGIBLE * _largest(size))
        excusable = max(EXCUSABLE, ROUNDINGS * analytic.epsilon) * size
        negligible = max(NEGLIGIBLE, FEW_ROUNDINGS * analytic.epsilon) * _largest(size)
        unexplained = apart > numeric.bound + rtol * size + analytic.inherited
        unsound = unexplained & within & (apart > excusable) & (apart > negligible)
    unsound &= np.isfinite(value) & np.isfinite(formula) & (doubt == Doubt.NONE)
    still = (doubt == Doubt.FLAT) | (doubt == Doubt.STAIRCASE)
    undecided = ~known | vague | (doubt != Doubt.NONE)
    inconclusive = (undecided & ~disagree & ~(still & (formula == 0))) | unsound
    doubt = np.where(unsound, Doubt.UNSOUND, doubt)
    return Judgement(formula, value, numeric.bound, allowed, doubt, disagree, inconclusive, unsound)


def excused(analytic: Analytic) -> FloatArray:
    """Return how far a formula's values may be off by their own rounding, and pass; same shape."""
    size = np.abs(np.where(np.isfinite(analytic.values), analytic.values, 0.0))
    excusable = max(EXCUSABLE, ROUNDINGS * analytic.epsilon) * size
    negligible = max(NEGLIGIBLE, FEW_ROUNDINGS * analytic.epsilon) * _largest(size)
    most = np.maximum(excusable, negligible) + analytic.inherited
    return np.asarray(np.minimum(analytic.slack, most))


def codes(judgement: Judgement) -> Codes:
    """Return each entry's verdict in each trial as a code."""
    found = np.where(judgement.inconclusive, INCONCLUSIVE, AGREES)
    return np.where(judgement.disagree, DISAGREES, found).astype(np.int8)


def verdict_of(by_trial: Codes, unsound: bool) -> Verdict:
    """Return a formula's verdict from the codes of its entries, shape (trials, ...).

    It disagrees if any entry does in any trial; it is inconclusive if some entry was decided in no
    trial, if it was `unsound` in some, or nothing was checked; otherwise it agrees.
    """
    if (by_trial == DISAGREES).any():
        return Verdict.DISAGREE
    if unsound:
        return Verdict.INCONCLUSIVE
    checked = (by_trial != UNCHECKED).any(axis=0)
    decided = (by_trial == AGREES).any(axis=0) | ~checked
    return Verdict.AGREE if checked.any() and decided.all() else Verdict.INCONCLUSIVE


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
    with np.errstate(all="ignore"):
        size = _size(judgement.analytic, judgement.numeric)
        counted = (by_trial == AGREES) & (size > NEGLIGIBLE * _largest(size))
        relative = np.where(counted, judgement.allowed / size, np.inf)
    sharpest = relative.min(axis=0)
    seen = np.isfinite(sharpest)
    return float(sharpest[seen].max()) if seen.any() else None


def _size(formula: FloatArray, numeric: FloatArray) -> FloatArray:
    return np.asarray(np.fmax(np.abs(formula), np.abs(numeric)))


def _largest(size: FloatArray) -> FloatArray:
    """Return the largest finite entry of each trial, broadcasting against `size`."""
    axes = tuple(range(1, size.ndim))
    finite = np.where(np.isfinite(size), size, 0.0)
    return np.asarray(finite.max(axis=axes, keepdims=True, initial=0.0)) if axes else finite

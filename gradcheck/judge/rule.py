"""The one tolerance rule, and the one function that turns it into verdicts."""

import numpy as np
import numpy.typing as npt

from gradcheck.records import Analytic, Counts, Doubt, FloatArray, Judgement, Numeric, Verdict

Codes = npt.NDArray[np.int8]

VAGUE = 0.01
"""An uncertainty above this fraction of the entry decides nothing about the entry itself ..."""

NEGLIGIBLE = 1e-7
"""... unless it is below this fraction of the largest entry of the array."""

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
    flat or a staircase, a formula that is exactly zero agrees.
    """
    formula, value, doubt = analytic.values, numeric.values, numeric.doubt
    with np.errstate(all="ignore"):
        size = _size(formula, value)
        allowed = numeric.bound + rtol * size + analytic.slack
        within = np.abs(formula - value) <= allowed
        known = np.isfinite(value) & (doubt != Doubt.SINGULAR) & (doubt != Doubt.NOT_FINITE)
        known &= np.isfinite(analytic.slack)
        disagree = known & ~(np.isfinite(formula) & within)
        uncertain = numeric.bound + analytic.slack
        vague = (uncertain > VAGUE * size) & (uncertain > NEGLIGIBLE * _largest(size))
    still = (doubt == Doubt.FLAT) | (doubt == Doubt.STAIRCASE)
    undecided = ~known | vague | (doubt != Doubt.NONE)
    inconclusive = undecided & ~disagree & ~(still & (formula == 0))
    return Judgement(formula, value, numeric.bound, allowed, doubt, disagree, inconclusive)


def codes(judgement: Judgement) -> Codes:
    """Return each entry's verdict in each trial as a code."""
    found = np.where(judgement.inconclusive, INCONCLUSIVE, AGREES)
    return np.where(judgement.disagree, DISAGREES, found).astype(np.int8)


def verdict_of(by_trial: Codes) -> Verdict:
    """Return a formula's verdict from the codes of its entries, shape (trials, ...).

    It disagrees if any entry does in any trial; it is inconclusive if some entry was decided in no
    trial, or nothing was checked; otherwise it agrees.
    """
    if (by_trial == DISAGREES).any():
        return Verdict.DISAGREE
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

"""From the verdicts on all entries to the result that is reported: counts, worst entry, list."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradcheck.judge import rule
from gradcheck.judge.cells import cells_of
from gradcheck.judge.rule import AGREES, UNCHECKED, VERDICTS, Codes
from gradcheck.records import (
    BoolArray,
    Cells,
    Counts,
    Doubt,
    Entry,
    FloatArray,
    Index,
    Judgement,
    Verdict,
)


class Summary(NamedTuple):
    """What the judgement of one formula comes to."""

    verdict: Verdict
    counts: Counts
    map: Codes
    """Each entry's worst verdict over the trials, as a code; shape of the derivative."""
    entries: tuple[Entry, ...]
    """Those that do not agree: disagreeing ones first, the largest difference first."""
    omitted: int
    worst: Entry | None
    """Of the entries with the worst verdict, the one with the largest difference."""
    resolution: float | None
    cells: Cells | None
    """The numbers of every entry, if they are not too many."""


def summarise(
    judgement: Judgement, trials: Sequence[int], checked: BoolArray | None, max_entries: int
) -> Summary:
    """Sum up the judgement of a formula, of all entries or of those that are `checked`."""
    by_trial = rule.codes(judgement)
    if checked is not None:
        by_trial = np.where(checked, by_trial, UNCHECKED).astype(np.int8)
    worst = np.asarray(by_trial.max(axis=0))
    apart = _differences(judgement)
    listed, count = _ranked(worst, apart, max_entries)
    entries = tuple(_entry(i, judgement, by_trial, apart, trials) for i in listed)
    return Summary(
        verdict=rule.verdict_of(by_trial, judgement),
        counts=rule.count(worst),
        map=worst,
        entries=entries,
        omitted=count - len(listed),
        worst=_worst(judgement, by_trial, apart, trials),
        resolution=rule.resolution(judgement, by_trial),
        cells=cells_of(judgement, by_trial, apart, trials),
    )


def _differences(judgement: Judgement) -> FloatArray:
    """Return how far apart each entry is; inf where the formula is not finite, 0 where unknown."""
    with np.errstate(all="ignore"):
        difference = judgement.analytic - judgement.numeric
        np.abs(difference, out=difference)
    missing = np.isnan(difference)
    if missing.any():
        difference[missing] = np.where(np.isfinite(judgement.analytic[missing]), 0.0, np.inf)
    return difference


def _ranked(worst: Codes, apart: FloatArray, most_entries: int) -> tuple[list[Index], int]:
    """Return the indices of the entries that do not agree: disagreeing ones first, worst first.

    No more than asked for are listed, but all are counted.
    """
    flat = worst.reshape(-1)
    places = np.flatnonzero(flat > AGREES)
    if not places.size:
        return [], 0
    most = apart.max(axis=0).reshape(-1)[places]
    order = places[np.lexsort((-most, -flat[places].astype(np.int64)))]
    listed = order[:most_entries]
    if not worst.ndim:  # a single number has no index to be unravelled
        return [()] * listed.size, 1
    indices = np.transpose(np.unravel_index(listed, worst.shape)).tolist()
    return [tuple(index) for index in indices], int(places.size)


def _entry(
    index: Index, judgement: Judgement, by_trial: Codes, apart: FloatArray, trials: Sequence[int]
) -> Entry:
    """Return one entry at its worst trial."""
    column: tuple[slice | int, ...] = (slice(None), *index)
    codes = np.asarray(by_trial[column])
    having = np.flatnonzero(codes == codes.max())
    position = int(having[np.argmax(np.asarray(apart[column])[having])])
    at = (position, *index)
    return Entry(
        index=index,
        verdict=VERDICTS[int(codes.max())],
        trials=tuple(trials[int(i)] for i in having),
        trial=trials[position],
        analytic=float(judgement.analytic[at]),
        numeric=float(judgement.numeric[at]),
        bound=float(judgement.bound[at]),
        allowed=float(judgement.allowed[at]),
        doubt=Doubt(int(judgement.doubt[at])),
    )


def _worst(
    judgement: Judgement, by_trial: Codes, apart: FloatArray, trials: Sequence[int]
) -> Entry | None:
    """Return the entry with the largest difference, of those with the worst verdict."""
    code = by_trial.max(initial=UNCHECKED)
    if code == UNCHECKED:
        return None
    among = by_trial == code
    place = int(np.argmax(apart if among.all() else np.where(among, apart, -1.0)))
    index = np.unravel_index(place, by_trial.shape)[1:]
    return _entry(tuple(int(i) for i in index), judgement, by_trial, apart, trials)

"""Check a huge gradient by blocks: screen every trial, and judge the suspects singly."""

import hashlib
from dataclasses import replace
from math import prod

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences import typical_scales
from gradcheck.differences.screen import screen
from gradcheck.judge import Summary, excused, judge, summarise
from gradcheck.points import Point
from gradcheck.progress import advance, step
from gradcheck.records import (
    Analytic,
    BoolArray,
    Doubt,
    Entry,
    FloatArray,
    IntArray,
    Judgement,
    Numeric,
    Screened,
    Screening,
    Verdict,
)


@dataclass(frozen=True, eq=False)
class ByBlocks:
    """What the screening of one formula comes to, in all trials."""

    shape: tuple[int, ...]
    screenings: tuple[Screening, ...]
    places: IntArray
    """The entries, by flat index, that were suspected in some trial, shape (n,)."""
    looked: BoolArray
    """In which trials they were, shape (trials, n)."""
    numeric: Numeric
    """Their derivatives, shape (trials, n); NaN, in doubt, where they were not looked at."""
    evaluations: int

    def judge(self, analytic: Analytic, rtol: float) -> Judgement:
        """Judge the entries that were looked at singly; shape (trials, n)."""
        chosen = _chosen(analytic, self.places)
        found = judge(chosen, self.numeric, rtol)
        return replace(found, disagree=found.disagree & self.looked)

    def summarise(self, judgement: Judgement, trials: tuple[int, ...], max_entries: int) -> Summary:
        """Sum up: the entries looked at singly, and those of which nothing can be said."""
        summary = summarise(judgement, trials, self.looked, max_entries)
        codes = np.full(prod(self.shape), -1, dtype=np.int8)
        codes[self.places] = summary.map
        unresolved = self._unresolved(judgement)
        inconclusive = summary.counts.inconclusive + int(self._vague().sum())
        verdict = Verdict.INCONCLUSIVE if unresolved.any() else Verdict.AGREE
        if summary.counts.disagree:
            verdict = Verdict.DISAGREE
        worst = summary.worst
        return summary._replace(
            verdict=verdict, counts=replace(summary.counts, inconclusive=inconclusive),
            map=codes.reshape(self.shape), entries=tuple(map(self._placed, summary.entries)),
            worst=None if worst is None else self._placed(worst), resolution=None,
            cells=None,
        )  # fmt: skip

    def record(self, largest: float) -> Screened:
        """Return what the report says of it; `largest` is the formula's largest value."""
        resolution = max(
            float(np.delete(one.resolution, one.unresolved).max(initial=0.0))
            for one in self.screenings
        )
        known = resolution > 0
        return Screened(
            entries=prod(self.shape), singly=self.places.size,
            unresolved=int(self._vague().sum()), evaluations=self.evaluations,
            directions=min(one.directions for one in self.screenings),
            resolution=resolution if known else None,
            relative=resolution / largest if known and largest > 0 else None,
        )  # fmt: skip

    def spread(self, where: BoolArray) -> BoolArray:
        """Return a mask over the entries looked at as one over all; shape (trials, *shape)."""
        wide = np.zeros((len(where), prod(self.shape)), dtype=np.bool_)
        wide[:, self.places] = where
        return wide.reshape(-1, *self.shape)

    def _vague(self) -> BoolArray:
        """Return the entries of which nothing can be said in some trial; shape (N,)."""
        vague = np.zeros(prod(self.shape), dtype=np.bool_)
        for one in self.screenings:
            vague[one.unresolved] = True
        return vague

    def _unresolved(self, judgement: Judgement) -> BoolArray:
        """Return the entries that were decided in no trial; shape (N,)."""
        undecided = np.ones(prod(self.shape), dtype=np.bool_)
        for position, one in enumerate(self.screenings):
            vague = np.zeros(undecided.shape, dtype=np.bool_)
            vague[one.unresolved] = True
            open_ = judgement.inconclusive[position] & self.looked[position]
            vague[self.places[open_]] = True
            undecided &= vague
        return undecided

    def _placed(self, entry: Entry) -> Entry:
        place = np.unravel_index(int(self.places[entry.index[0]]), self.shape)
        return replace(entry, index=tuple(map(int, place)))


def screen_trials(
    points: tuple[Point, ...], analytic: Analytic, rtol: float, seeds: tuple[tuple[int, ...], ...],
    called: BoolArray | None = None,
) -> ByBlocks:  # fmt: skip
    """Screen a gradient in every trial, and differentiate whatever is suspected there.

    `analytic` has the shape (trials, *shape of the entries); `called` are the entries that have a
    value, all by default.
    """
    screenings, allowed = [], excused(analytic)
    with step("screening trial", "trials", len(points)):
        for i, point in enumerate(points):
            scale = typical_scales(point.at).reshape(-1)
            claimed, rounding = analytic.values[i].reshape(-1), allowed[i].reshape(-1)
            if called is not None:
                mine = called.reshape(-1)
                scale, claimed = np.where(mine, scale, 0.0), np.where(mine, claimed, 0.0)
            # A formula that knew the directions could hide its mistakes from them.
            committed = hashlib.blake2b(analytic.values[i].tobytes(), digest_size=8).digest()
            rng = np.random.default_rng((*seeds[i], int.from_bytes(committed, "little")))
            with step("evaluations", "evaluations"):
                found = screen(point, point.at.reshape(-1), claimed, rounding, rtol, scale, rng)
            screenings.append(found)
            advance("trials")
    return by_blocks(points, analytic.values.shape[1:], tuple(screenings))


def look_at(points: tuple[Point, ...], shape: tuple[int, ...], place: int) -> ByBlocks:
    """Differentiate one entry, by flat index, in every trial; nothing is screened."""
    none, only = np.zeros(0, dtype=np.int64), np.array([place])
    nothing = Screening(only, none, 0, 0, np.zeros(prod(shape)))
    return by_blocks(points, shape, (nothing,) * len(points))


def by_blocks(
    points: tuple[Point, ...], entries: tuple[int, ...], screenings: tuple[Screening, ...]
) -> ByBlocks:
    """Differentiate the suspects of each trial singly."""
    places = np.unique(np.concatenate([one.suspects for one in screenings]))
    shape = (len(points), places.size)
    looked = np.zeros(shape, dtype=np.bool_)
    values, bound = np.full(shape, np.nan), np.full(shape, np.inf)
    doubt = np.full(shape, Doubt.NOT_FINITE, dtype=np.int64)
    for i, one in enumerate(screenings):
        if one.suspects.size:
            where = np.searchsorted(places, one.suspects)
            found = points[i].singly(one.suspects)
            looked[i, where] = True
            values[i, where], bound[i, where] = found.values, found.bound
            doubt[i, where] = found.doubt
    evaluations = sum(point.evaluations for point in points)
    numeric = Numeric(values, bound, doubt)
    return ByBlocks(entries, screenings, places, looked, numeric, evaluations)


def _chosen(analytic: Analytic, places: IntArray) -> Analytic:
    trials = analytic.values.shape[0]

    def pick(array: FloatArray) -> FloatArray:
        wide = np.broadcast_to(array, analytic.values.shape) if array.ndim < 2 else array
        return wide.reshape(trials, -1)[:, places]

    return replace(
        analytic, values=pick(analytic.values), slack=pick(analytic.slack),
        inherited=pick(analytic.inherited),
    )  # fmt: skip

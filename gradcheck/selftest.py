"""Compare a few shared differences with plain ones, in which nothing is shared.

The graph and the declarations say what may be shared. Should a declaration not hold, this shows it.
"""

from dataclasses import replace
from functools import partial
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.differences import FEWEST_STEPS, Lines, differentiate_lines, examine, line_scales
from gradcheck.problem import Evaluator
from gradcheck.problem.stack import GOLDEN
from gradcheck.records import FloatArray, IntArray, Name, Numeric, Sample

COMPARED = 3
"""Entries of each derivative that are compared."""

LOOKED_AT = 2**14
"""Entries among which the largest is looked for."""

WEIGHTS = np.linspace(1.0, 0.5, COMPARED)
"""How far each is moved, relative to the first: mistakes must not cancel each other."""

STEP = 2.0**-12
"""The step of a first look, relative to the largest one: what is smooth over that one is off by
about 2^-24 / 6 of its slope."""

CLOSE = 1e-7
"""A first look is enough where it shows no more difference than this, relative to the largest of
the entries compared; a larger one is looked at closely."""

ROUNDINGS = 16.0
"""Units in the last place of the value that a first look may be off by."""

SLACK = 2.0
"""Two bounds contradict each other when they are apart even at this many times their width."""

EPS = float(np.finfo(np.float64).eps)


def agrees_with_plain(
    evaluator: Evaluator, sample: Sample, name: Name, shared: Numeric, top: float
) -> bool:
    """Return whether a few entries of a shared derivative have the same plain differences.

    `shared` has the shape (trials, outputs, entries); `top` is the largest step to be taken.
    """
    for trial, entries in _chosen(shared).items():
        look = _Look(evaluator, sample, name, trial, entries, top)
        rows = shared.trial(trial).arranged(partial(_of_entries, entries))
        with np.errstate(all="ignore"):
            if look.shows(rows):
                continue
            plain = look.closely()
            apart = np.abs(plain.values - rows.values) > SLACK * (plain.bound + rows.bound)
        if apart.any():
            return False
    return True


def _chosen(shared: Numeric) -> dict[int, IntArray]:
    """Choose entries by trial: one of the largest, and some anywhere."""
    values, (trials, outputs, entries) = shared.values, shared.values.shape
    if not values.size:
        return {}
    each = -(-values.size // LOOKED_AT)
    largest = int(np.abs(values.reshape(-1)[::each]).argmax()) * each
    trial, place = divmod(largest, outputs * entries)
    anywhere = (trials * entries * (GOLDEN * np.arange(1, COMPARED) % 1)).astype(np.int64)
    numbers = np.array(sorted({trial * entries + place % entries, *anywhere.tolist()}))
    of, entry = np.divmod(numbers, entries)
    known = (np.isfinite(shared.bound[of, :, entry]) & (values[of, :, entry] != 0)).any(axis=1)
    return {trial: entry[known & (of == trial)] for trial in sorted(set(of[known].tolist()))}


def _of_entries(entries: IntArray, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """From (outputs, all entries) to (entries, outputs)."""
    return np.asarray(array[:, entries].T)


class _Look:
    """Plain differences by a few entries of one trial."""

    def __init__(
        self, evaluator: Evaluator, sample: Sample, name: Name, trial: int, entries: IntArray,
        top: float,
    ) -> None:  # fmt: skip
        self._evaluator, self._sample, self._name = evaluator, sample, name
        self._trial, self._entries, self._top = trial, entries, top
        moved = sample.values[name.denominator][trial]
        self._at = moved.reshape(-1)[entries].astype(np.float64)

    def shows(self, rows: Numeric) -> bool:
        """Return whether one central difference, all entries moved at once, is as the shared ones
        say; these have the shape (entries, outputs).
        """
        above = self._at + STEP * self._top * WEIGHTS[: self._at.size]
        below = self._at - (above - self._at)
        up, down = self._evaluator.displaced(
            self._sample, self._name.numerator, self._name.denominator, self._trial,
            np.array([self._entries] * 2), np.array([above, below]),
        )  # fmt: skip
        width = above - below
        expected, bound = width @ rows.values, width @ rows.bound
        if not np.isfinite(bound).all():
            return False
        most = CLOSE * float(width[0]) * np.abs(rows.values).max()
        off = ROUNDINGS * EPS * np.maximum(np.abs(up), np.abs(down))
        return bool(((np.abs(up - down - expected) <= most + bound) & (off <= most)).all())

    def closely(self) -> Numeric:
        """Differentiate by each: by a few steps, and where those do not do, by climbing."""
        name, size = self._name, self._sample.values[self._name.denominator][0].size
        everyone, numbers = np.arange(self._entries.size), self._trial * size + self._entries

        def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
            return self._evaluator.along(
                self._sample, name.numerator, name.denominator, numbers[lines], positions
            )

        lines = Lines(
            phi=phi, at=self._at[None], scale=np.ones(everyone.shape), origin=everyone,
            outputs=prod(self._sample.values[name.numerator].shape[1:]),
            typical=np.full(everyone.shape, self._top),
        )  # fmt: skip
        found = examine(lines.steps(everyone, lines.typical, FEWEST_STEPS))
        if found.settled().all():
            return Numeric(found.values, found.bound, found.doubt)
        moved = self._sample.values[name.denominator].astype(np.float64)
        scales = line_scales(moved.reshape(len(moved), -1)).reshape(-1)
        return differentiate_lines(replace(lines, scale=scales[numbers]))

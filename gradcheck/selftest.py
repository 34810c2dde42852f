"""Compare a few shared differences with plain ones, in which nothing is shared.

The graph and the declarations say what may be shared. Should a declaration not hold, this shows it.
"""

from dataclasses import replace
from math import prod

import numpy as np

from gradcheck.differences import FEWEST_STEPS, Lines, differentiate_lines, examine, line_scales
from gradcheck.problem import Evaluator
from gradcheck.records import BoolArray, FloatArray, IntArray, Name, Numeric, Sample

COMPARED = 3
"""Entries of each derivative that are compared."""

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

SEED = 0

EPS = float(np.finfo(np.float64).eps)


def agrees_with_plain(
    evaluator: Evaluator, sample: Sample, name: Name, shared: Numeric, top: float
) -> bool:
    """Return whether a few entries of a shared derivative have the same plain differences.

    `shared` has the shape (trials, outputs, entries); `top` is the largest step to be taken.
    """
    chosen = _chosen(shared)
    if not chosen.size:
        return True
    look = _Look(evaluator, sample, name, chosen, top)
    trials, entries = np.divmod(chosen, shared.values.shape[2])
    rows = shared.arranged(lambda array: array[trials, :, entries])
    with np.errstate(all="ignore"):
        close = look.shows(rows)
        if close.all():
            return True
        plain = look.closely()
        apart = np.abs(plain.values - rows.values) > SLACK * (plain.bound + rows.bound)
    return not bool(apart.any())


def _chosen(shared: Numeric) -> IntArray:
    """Choose entries, numbered through all trials: the largest, and some at random."""
    _, outputs, entries = shared.values.shape
    random = np.random.default_rng(SEED).integers(shared.values.size, size=COMPARED - 1)
    values, bound = shared.values.reshape(-1), shared.bound.reshape(-1)
    places = [int(values.argmax()), int(values.argmin())] if values.size else []
    largest = sorted(places, key=lambda place: -abs(values[place]))[:1]
    known = [p for p in (*largest, *random.tolist()) if np.isfinite(bound[p]) and values[p] != 0]
    found = {p // (outputs * entries) * entries + p % entries for p in known}
    return np.array(sorted(found), dtype=np.int64)


class _Look:
    """Plain differences along a few lines."""

    def __init__(
        self, evaluator: Evaluator, sample: Sample, name: Name, chosen: IntArray, top: float
    ) -> None:
        self._moved = sample.values[name.denominator].astype(np.float64, copy=False)
        self._chosen = chosen
        everyone = np.arange(chosen.size)

        def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
            return evaluator.along(
                sample, name.numerator, name.denominator, chosen[lines], positions
            )

        self.lines = Lines(
            phi=phi, at=self._moved.reshape(-1)[chosen][None], scale=np.ones(chosen.shape),
            origin=everyone, outputs=prod(sample.values[name.numerator].shape[1:]),
            typical=np.full(chosen.shape, top),
        )  # fmt: skip

    def shows(self, rows: Numeric) -> BoolArray:
        """Return where one central difference is close to the shared one."""
        at = self.lines.at[0]
        above = at + STEP * self.lines.typical
        below = at - (above - at)
        both = np.tile(self.lines.origin, 2)
        up, down = self.lines.phi(both, np.concatenate([above, below])).reshape(
            2, at.size, self.lines.outputs
        )
        width = (above - below)[:, None]
        off = ROUNDINGS * EPS * np.maximum(np.abs(up), np.abs(down)) / width
        apart = np.abs((up - down) / width - rows.values)
        most = CLOSE * np.abs(rows.values).max(initial=0.0)
        return np.asarray((apart <= most + rows.bound) & (off <= most))

    def closely(self) -> Numeric:
        """Differentiate: by a few steps, and where those do not do, by climbing."""
        everyone = self.lines.origin
        found = examine(self.lines.steps(everyone, self.lines.typical, FEWEST_STEPS))
        if found.sound.all():
            return Numeric(found.values, found.bound, found.doubt)
        scales = line_scales(self._moved.reshape(len(self._moved), -1)).reshape(-1)
        return differentiate_lines(replace(self.lines, scale=scales[self._chosen]))

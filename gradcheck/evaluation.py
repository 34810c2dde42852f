"""A formula's values in all trials, and the means to look at them more closely."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.calls import FormulaCalls, alike
from gradcheck.cancellation import hidden_rounding
from gradcheck.dataclass import dataclass
from gradcheck.evaluate import Call, own_rounding
from gradcheck.reading import Reading
from gradcheck.records import Analytic, BoolArray, FloatArray, Formula, Numeric

CONFIRMED = 256
"""Accused entries of one trial that are called singly, where the formula was called by arrays."""

Trial = tuple[dict[str, Any], dict[str, Numeric], tuple[int, int]]
"""The arguments of a trial, the derivatives that are given numerically, and a seed."""

FICKLE = "not deterministic"
"""How the remark begins on a formula that is another function each time: it has no one mistake."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A formula's values in all trials, and the means to look at them more closely."""

    formula: Formula
    reading: Reading
    analytic: Analytic
    """Shape (trials, *numerator, *denominator)."""
    again: FloatArray
    """The values of a second call with the same arguments; same shape."""
    checked: BoolArray | None
    """The entries that were evaluated, where a sample had to do."""
    calls: FormulaCalls
    trials: tuple[Trial, ...]
    rounded: bool = True
    """Whether the formula's own rounding has been measured."""

    def call(self, position: int) -> Call:
        """Return how the formula is called in a trial: with other arguments, the given as is."""
        fixed = {k: g.values for k, g in self.trials[position][1].items()}
        return call_of(self.formula, self.calls, self.reading, fixed)

    def substituted(
        self, several: Sequence[Mapping[str, npt.NDArray[Any]]], trials: int
    ) -> list[FloatArray]:
        """Call the formula in the first trials with some arguments exchanged, each of `several`.

        Returns arrays of shape (trials, *derivative). Raises JudgingError where a call fails.
        """
        first = self.trials[:trials]
        sets = ({**arguments, **values_of(given), **{k: v[i] for k, v in one.items()}}
                for one in several for i, (arguments, given, _) in enumerate(first))  # fmt: skip
        results = call_of(self.formula, self.calls, self.reading, {})(sets)
        with np.errstate(all="ignore"):
            found = [self.reading.align(result) for result in results]
        return [np.stack(found[i : i + len(first)]) for i in range(0, len(found), len(first))]

    def with_rounding(self) -> "Evaluation":
        """Return it with the formula's own rounding measured in all trials."""
        if self.rounded:
            return self
        slack = self.analytic.slack.copy()
        for position, (arguments, _, seed) in enumerate(self.trials):
            values = self.analytic.values[position]
            call = self.call(position)
            slack[position] += own_rounding(call, self.reading.align, values, arguments, seed)
        return replace(self, analytic=replace(self.analytic, slack=slack), rounded=True)

    def with_hidden_rounding(self, accused: BoolArray) -> Analytic:
        """Return the values with the slack that a closer look finds in the entries accused.

        `accused` has the shape (trials, ...). The others need no excuse, and one that is not small
        would leave them undecided.
        """
        slack = self.analytic.slack.copy()
        for position in map(int, np.flatnonzero(accused.reshape(len(accused), -1).any(axis=1))):
            arguments, _, seed = self.trials[position]
            hidden = hidden_rounding(self.call(position), self.reading.align, arguments, seed)
            slack[position] += np.where(accused[position], hidden, 0.0)
        return replace(self.analytic, slack=slack)

    def confirmed(self, accused: BoolArray) -> bool:
        """Return whether accused entries, shape (trials, ...), have the same values singly.

        Where the formula was called by arrays of indices, some of those accused in each trial are
        called by numbers. Where that is another value, the formula is called singly from now on,
        and has to be evaluated again.
        """
        shape = self.reading.result_shape
        if not self.calls.by_grid or self.reading.pairs or self.reading.denominator_first:
            return True
        for position in range(len(self.trials)):
            at = np.argwhere(accused[position])[:CONFIRMED]
            if not len(at):
                continue
            arguments, given, _ = self.trials[position]
            everything = {**arguments, **{k: g.values for k, g in given.items()}}
            alone = self.calls.singly(everything, shape, [tuple(map(int, i)) for i in at])
            if not alike(self.analytic.values[position][tuple(at.T)], alone):
                self.calls.distrust(shape)
                return False
        return True

    def called_again(self, numeric: Numeric | None) -> tuple["Evaluation", tuple[str, ...]]:
        """Compare with a second call in each trial, and in the first with one after all others.

        Where they differ, the value that is further off counts, and is remarked on;
        without a numeric derivative of every entry, the later one.
        """
        first, again = self.analytic.values, self.again
        right = first if numeric is None else numeric.values
        if self.rounded or len(self.trials) > 1:  # or nothing was called since
            last = self.reading.align(next(self.call(0)([self.trials[0][0]])))
            again = again.copy()
            again[0] = np.where(_same(again[0], first[0]), last, again[0])
        other = ~_same(again, first)
        if not other.any():
            return self, ()
        with np.errstate(all="ignore"):
            worse = ~(np.abs(again - right) <= np.abs(first - right)) & other
        values = np.where(worse, again, first)
        entries = other.any(axis=0)
        index = ",".join(map(str, np.argwhere(entries)[0]))
        told = (
            f"{FICKLE}: called again with the same arguments, {int(entries.sum())} of "
            f"{entries.size} entries differ, [{index}] among them"
        )
        return replace(self, analytic=replace(self.analytic, values=values)), (told,)

    def remarks(self) -> Iterator[str]:
        """Yield what was seen of the formula that is worth a note."""
        if self.calls.changed:
            names = ", ".join(f"`{name}`" for name in self.calls.changed)
            yield f"it changes its arguments: {names}; each call is handed its own copies"
        if self.calls.single:
            yield "it computes in float32, and is judged at the rounding of float32"
        if self.checked is not None:
            count, size = int(self.checked.sum()), self.checked.size
            yield f"a random sample of {count} of {size} entries was called, one by one"


def values_of(given: Mapping[str, Numeric]) -> dict[str, Any]:
    """Return the values of derivatives that are given numerically."""
    return {name: derivative.values for name, derivative in given.items()}


def call_of(
    formula: Formula, calls: FormulaCalls, reading: Reading, fixed: Mapping[str, Any]
) -> Call:
    """Return how a formula is called, some of its arguments `fixed`."""

    def call(sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        complete = ({**fixed, **values} for values in sets)
        if formula.indices:
            return calls.entries(complete, reading.result_shape)
        return calls.whole(complete)

    return call


def _same(one: FloatArray, other: FloatArray) -> BoolArray:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))

"""Evaluate one formula in every trial, and read what it returns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.calls import FormulaCalls, alike
from gradcheck.dataclass import dataclass
from gradcheck.evaluate import (
    NUDGES,
    Call,
    answered,
    hidden_rounding,
    own_rounding,
    questions,
)
from gradcheck.progress import advance, step
from gradcheck.reading import Reading, read_result
from gradcheck.records import Analytic, BoolArray, FloatArray, Formula, Numeric
from gradcheck.reference import Reference
from gradcheck.worker import Worker

ROOM = 4
"""A result may be this many times too large and still come back, so that its shape can be told."""

CONFIRMED = 256
"""Accused entries of one trial that are called singly, where the formula was called by arrays."""


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
    trials: tuple[tuple[dict[str, Any], dict[str, Numeric], tuple[int, int]], ...]
    """For each trial the arguments, the derivatives that are given numerically, and a seed."""
    rounded: bool = True
    """Whether the formula's own rounding has been measured."""

    def call(self, position: int) -> Call:
        """Return how the formula is called in a trial: with other arguments, the given as is."""
        fixed = {k: g.values for k, g in self.trials[position][1].items()}
        return _call(self.formula, self.calls, self.reading, fixed)

    def substituted(
        self, several: Sequence[Mapping[str, npt.NDArray[Any]]], trials: int
    ) -> list[FloatArray]:
        """Call the formula in the first trials with some arguments exchanged, each of `several`.

        Returns arrays of shape (trials, *derivative). Raises JudgingError where a call fails.
        """
        first = self.trials[:trials]
        sets = ({**arguments, **_values(given), **{k: v[i] for k, v in one.items()}}
                for one in several for i, (arguments, given, _) in enumerate(first))  # fmt: skip
        results = _call(self.formula, self.calls, self.reading, {})(sets)
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

    def with_hidden_rounding(self, trials: BoolArray) -> Analytic:
        """Return the values with the slack that a closer look finds in some of the trials."""
        slack = self.analytic.slack.copy()
        for position in map(int, np.flatnonzero(trials)):
            arguments, _, seed = self.trials[position]
            slack[position] += hidden_rounding(
                self.call(position), self.reading.align, arguments, seed
            )
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
            f"not deterministic: called again with the same arguments, {int(entries.sum())} of "
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


def evaluate_trials(
    formula: Formula, worker: Worker, reference: Reference, denominator_first: bool, seed: int,
    calls: FormulaCalls | None = None, *, rounding: bool = True,
) -> Evaluation:  # fmt: skip
    """Evaluate a formula in all trials, with the `calls` of an earlier attempt if there was one.

    Without `rounding`, the formula's own rounding is not measured, unless it is given derivatives.
    Raises JudgingError where it cannot be evaluated or returns what cannot be read.
    """
    shapes = reference.vocabulary.shapes
    full = Reading(
        shapes[formula.derivative.numerator], shapes[formula.derivative.denominator],
        denominator_first,
    )  # fmt: skip
    reading = full
    if formula.indices and len(formula.indices) < len(full.result_shape):
        reading = read_result(
            full, (), len(formula.indices), reference.numeric(formula.derivative),
            formula.function, formula.derivative,
        )  # fmt: skip
    trials = tuple(_trials(formula, reference, seed))
    if calls is None:
        planned = len(trials) * (1 + NUDGES)
        room = ROOM * max(ROOM, prod(full.result_shape))
        calls = FormulaCalls(worker, formula, room, planned, seed)
    call = _call(formula, calls, reading, {})
    if not formula.indices:
        result = next(calls.whole([{**trials[0][0], **_values(trials[0][1])}]))
        if result.shape != full.result_shape:
            numeric = reference.numeric(formula.derivative)
            reading = read_result(
                full, result.shape, None, numeric, formula.function, formula.derivative
            )
        call = _after(result, call)
    measured = rounding or bool(formula.given)
    nudges = NUDGES if measured else 0
    asked = [questions(*trial, nudges) for trial in trials]
    if formula.indices:  # whether arrays of indices may be handed over is seen in each trial
        results: Iterator[npt.NDArray[Any]] = chain.from_iterable(map(call, asked))
    else:
        results = call(chain.from_iterable(asked))
    evaluated = []
    with step("trial", "trials", len(trials)):
        for _, given, _ in trials:
            evaluated.append(answered(results, reading.align, given, nudges))
            advance("trials")
    found = [analytic for analytic, _ in evaluated]
    analytic = Analytic(
        values=_stacked([one.values for one in found]),
        slack=_stacked([one.slack for one in found]),
        inherited=_stacked([one.inherited for one in found]),
        epsilon=max(one.epsilon for one in found),
    )
    checked = calls.mask(reading.result_shape)
    if checked is not None:
        checked = reading.align(checked.astype(np.float64)).astype(np.bool_)
    again = _stacked([values for _, values in evaluated])
    return Evaluation(formula, reading, analytic, again, checked, calls, trials, measured)


def _trials(
    formula: Formula, reference: Reference, seed: int
) -> Iterator[tuple[dict[str, Any], dict[str, Numeric], tuple[int, int]]]:
    for position, trial in enumerate(reference.sample.trials):
        everything = reference.sample.trial(position)
        arguments = {name: everything[name] for name in formula.arguments}
        given = {k: reference.numeric(n).trial(position) for k, n in formula.given.items()}
        yield arguments, given, (seed, trial)


def _stacked(trials: list[FloatArray]) -> FloatArray:
    """Put the arrays of all trials together, without a copy of a single one."""
    return trials[0][None] if len(trials) == 1 else np.stack(trials)


def _same(one: FloatArray, other: FloatArray) -> BoolArray:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))


def _values(given: Mapping[str, Numeric]) -> dict[str, Any]:
    return {name: derivative.values for name, derivative in given.items()}


def _call(
    formula: Formula, calls: FormulaCalls, reading: Reading, fixed: Mapping[str, Any]
) -> Call:
    def call(sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        complete = ({**fixed, **values} for values in sets)
        if formula.indices:
            return calls.entries(complete, reading.result_shape)
        return calls.whole(complete)

    return call


def _after(first: npt.NDArray[Any], rest: Call) -> Call:
    """Return a call of which the first result is known already."""

    def call(sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        yield first
        yield from rest(islice(sets, 1, None))

    return call

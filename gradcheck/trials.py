"""Evaluate one formula in every trial, and read what it returns."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.calls import FormulaCalls
from gradcheck.evaluate import NUDGES, Call, answered, questions
from gradcheck.evaluation import Evaluation, Trial, call_of, values_of
from gradcheck.progress import advance, step
from gradcheck.reading import Reading, read_result
from gradcheck.records import Analytic, FloatArray, Formula
from gradcheck.reference import Reference
from gradcheck.worker import Worker

ROOM = 4
"""A result may be this many times too large and still come back, so that its shape can be told."""


def evaluate_trials(
    formula: Formula, worker: Worker, reference: Reference, denominator_first: bool, seed: int,
    calls: FormulaCalls | None = None, *, rounding: bool = True,
) -> Evaluation:  # fmt: skip
    """Evaluate a formula in all trials, with the `calls` of an earlier attempt if there was one.

    Without `rounding`, the formula's own rounding is not measured, unless it is given derivatives.
    Raises JudgingError where it cannot be evaluated or returns what cannot be read.
    """
    shapes = reference.vocabulary.shapes
    reading = Reading(
        shapes[formula.derivative.numerator], shapes[formula.derivative.denominator],
        denominator_first,
    )  # fmt: skip
    trials = tuple(_trials(formula, reference, seed))
    if calls is None:
        planned = len(trials) * (1 + NUDGES)
        room = ROOM * max(ROOM, prod(reading.result_shape))
        calls = FormulaCalls(worker, formula, room, planned, seed)
    reading, call = _read(formula, reference, reading, calls, trials[0])
    measured = rounding or bool(formula.given)
    evaluated = _answers(call, reading, trials, NUDGES if measured else 0, bool(formula.indices))
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


def _read(
    formula: Formula, reference: Reference, full: Reading, calls: FormulaCalls, first: Trial
) -> tuple[Reading, Call]:
    """Find out how results are to be read; return that, and how the formula is called."""
    name = formula.derivative
    if formula.indices:
        if len(formula.indices) < len(full.result_shape):
            full = read_result(full, (), len(formula.indices), reference.numeric(name),
                               formula.function, name)  # fmt: skip
        return full, call_of(formula, calls, full, {})
    call = call_of(formula, calls, full, {})
    result = next(calls.whole([{**first[0], **values_of(first[1])}]))
    reading = full
    if result.shape != full.result_shape:
        numeric = reference.numeric(name)
        reading = read_result(full, result.shape, None, numeric, formula.function, name)
    return reading, _after(result, call)


def _answers(
    call: Call, reading: Reading, trials: tuple[Trial, ...], nudges: int, entry_by_entry: bool
) -> list[tuple[Analytic, FloatArray]]:
    """Return what each trial's calls come to: the values with their slack, and the values again."""
    asked = [questions(*trial, nudges) for trial in trials]
    if entry_by_entry:  # whether arrays of indices may be handed over is seen in each trial
        results: Iterator[npt.NDArray[Any]] = chain.from_iterable(map(call, asked))
    else:
        results = call(chain.from_iterable(asked))
    evaluated = []
    with step("trial", "trials", len(trials)):
        for _, given, _ in trials:
            evaluated.append(answered(results, reading.align, given, nudges))
            advance("trials")
    return evaluated


def _trials(formula: Formula, reference: Reference, seed: int) -> Iterator[Trial]:
    for position, trial in enumerate(reference.sample.trials):
        everything = reference.sample.trial(position)
        arguments = {name: everything[name] for name in formula.arguments}
        given = {k: reference.numeric(n).trial(position) for k, n in formula.given.items()}
        yield arguments, given, (seed, trial)


def _stacked(trials: list[FloatArray]) -> FloatArray:
    """Put the arrays of all trials together, without a copy of a single one."""
    return trials[0][None] if len(trials) == 1 else np.stack(trials)


def _after(first: npt.NDArray[Any], rest: Call) -> Call:
    """Return a call of which the first result is known already."""

    def call(sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        yield first
        yield from rest(islice(sets, 1, None))

    return call

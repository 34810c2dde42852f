"""Evaluate one formula in every trial, and read what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.evaluate import Call, evaluate, hidden_rounding
from gradcheck.reading import Reading, read_result
from gradcheck.records import Analytic, BoolArray, Formula
from gradcheck.reference import Reference
from gradcheck.worker import Worker


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A formula's values in all trials, and the means to look at them more closely."""

    reading: Reading
    analytic: Analytic
    """Shape (trials, *numerator, *denominator)."""
    calls: tuple[tuple[Call, dict[str, Any], tuple[int, int]], ...]
    """For each trial the formula, given what it takes numerically, its other arguments, a seed."""

    def with_hidden_rounding(self, trials: BoolArray) -> Analytic:
        """Return the values with the slack that a closer look finds in some of the trials."""
        slack = self.analytic.slack.copy()
        for position in np.flatnonzero(trials):
            call, arguments, seed = self.calls[position]
            slack[position] += hidden_rounding(call, self.reading.align, arguments, seed)
        return Analytic(self.analytic.values, slack)


def evaluate_trials(
    formula: Formula, worker: Worker, reference: Reference, denominator_first: bool, seed: int
) -> Evaluation:
    """Evaluate a formula in all trials.

    Raises JudgingError where it cannot be evaluated or returns what cannot be read.
    """
    numeric = reference.numeric(formula.derivative)
    shapes = reference.vocabulary.shapes
    full = Reading(
        shapes[formula.derivative.numerator], shapes[formula.derivative.denominator],
        denominator_first,
    )  # fmt: skip
    reading = full
    if formula.indices and len(formula.indices) < len(full.result_shape):
        reading = read_result(
            full, (), len(formula.indices), numeric, formula.function, formula.derivative
        )
    found, calls = [], []
    for position, trial in enumerate(reference.sample.trials):
        everything = reference.sample.trial(position)
        arguments = {name: everything[name] for name in formula.arguments}
        given = {k: reference.numeric(n).trial(position) for k, n in formula.given.items()}
        fixed = {k: g.values for k, g in given.items()}

        def call(
            values: Mapping[str, Any], reading: Reading = reading,
            fixed: Mapping[str, Any] = fixed,
        ) -> npt.NDArray[Any]:  # fmt: skip
            entries = reading.result_shape if formula.indices else None
            return worker.evaluate(formula.function, {**fixed, **values}, entries)

        if position == 0 and not formula.indices:
            shape = call(arguments).shape
            reading = read_result(full, shape, None, numeric, formula.function, formula.derivative)
        found.append(evaluate(call, reading.align, arguments, given, (seed, trial)))
        calls.append((call, arguments, (seed, trial)))
    analytic = Analytic(
        np.stack([one.values for one in found]), np.stack([one.slack for one in found])
    )
    return Evaluation(reading, analytic, tuple(calls))

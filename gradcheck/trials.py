"""Evaluate one formula in every trial, and read what it returns."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.evaluate import evaluate
from gradcheck.reading import Reading, read_result
from gradcheck.records import Analytic, Formula
from gradcheck.reference import Reference
from gradcheck.worker import Worker


def evaluate_trials(
    formula: Formula, worker: Worker, reference: Reference, denominator_first: bool, seed: int
) -> tuple[Reading, Analytic]:
    """Return how a formula's results are read, and its values in all trials.

    The values have the shape (trials, *numerator, *denominator). Raises JudgingError where the
    formula cannot be evaluated or returns what cannot be read.
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
    found = []
    for position, trial in enumerate(reference.sample.trials):
        everything = reference.sample.trial(position)
        arguments = {name: everything[name] for name in formula.arguments}
        given = {k: reference.numeric(n).trial(position) for k, n in formula.given.items()}

        def call(values: Mapping[str, Any], reading: Reading = reading) -> npt.NDArray[Any]:
            entries = reading.result_shape if formula.indices else None
            return worker.evaluate(formula.function, values, entries)

        if position == 0 and not formula.indices:
            shape = call({**arguments, **{k: g.values for k, g in given.items()}}).shape
            reading = read_result(full, shape, None, numeric, formula.function, formula.derivative)
        found.append(evaluate(call, reading.align, arguments, given, (seed, trial)))
    return reading, Analytic(
        np.stack([one.values for one in found]), np.stack([one.slack for one in found])
    )

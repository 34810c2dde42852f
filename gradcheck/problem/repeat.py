"""Repeat: a quantity that is another number each time it is computed has no derivative."""

import numpy as np
import numpy.typing as npt

from gradcheck.problem.affine import Affine
from gradcheck.problem.calls import undisturbed
from gradcheck.problem.evaluate import Evaluator
from gradcheck.records import Sample

REPEATED = 3
"""Trials that are computed once more."""

FICKLE = 2.0**-12
"""The part of an array's largest entry by which it may change. Less is noise, which is measured
where differences are taken; more may grow with the step, and then no measure of it holds."""


def fickle_quantities(evaluator: Evaluator, sample: Sample) -> frozenset[str]:
    """Return the quantities that are not the same when they are computed again."""
    trials = sample.trials[:REPEATED]
    values = {name: array[: len(trials)] for name, array in sample.values.items()}
    own = [
        quantity for quantity in evaluator.problem.quantities.values()
        if not isinstance(quantity.compute, Affine)
    ]  # fmt: skip
    with undisturbed():
        steady = not any(
            changed(values[q.name], evaluator.for_trials(q, values, len(trials))) for q in own
        )
    if steady:
        return frozenset()
    inputs = {name: values[name] for name in evaluator.problem.inputs}
    again = evaluator.sample(inputs, trials).values
    return frozenset(
        name for name in evaluator.problem.quantities if changed(values[name], again[name])
    )


def changed(first: npt.NDArray[np.generic], again: npt.NDArray[np.generic]) -> bool:
    """Return whether two results of one call differ by more than noise that can be measured."""
    if first.dtype.kind not in "fiu" or not first.size or np.array_equal(first, again):
        return False
    one, other = first.astype(np.float64), again.astype(np.float64)
    with np.errstate(all="ignore"):
        apart = np.abs(one - other)
        size = np.fmax(np.abs(one), np.abs(other))
    known = np.isfinite(apart)
    return bool(apart[known].max(initial=0.0) > FICKLE * size[known].max(initial=0.0))

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


@undisturbed()
def fickle_quantities(evaluator: Evaluator, sample: Sample) -> frozenset[str]:
    """Return the quantities that are not the same when they are computed again, all in turn."""
    trials = min(len(sample.trials), REPEATED)
    values = {name: array[:trials] for name, array in sample.values.items()}
    again = dict(values)
    for quantity in evaluator.problem.quantities.values():
        name = quantity.name
        moved = any(again.get(p) is not values.get(p) for p in quantity.parameters)
        if moved or not isinstance(
            quantity.compute, Affine
        ):  # what is affine is no other by itself
            found = evaluator.for_trials(quantity, again, trials)
            again[name] = values[name] if np.array_equal(found, values[name]) else found
    return frozenset(
        name for name in evaluator.problem.quantities
        if again[name] is not values[name] and changed(values[name], again[name])
    )  # fmt: skip


def changed(first: npt.NDArray[np.generic], again: npt.NDArray[np.generic]) -> bool:
    """Return whether two results of one call differ by more than noise that can be measured."""
    if first.dtype.kind not in "fiu" or not first.size:
        return False
    one, other = first.astype(np.float64), again.astype(np.float64)
    with np.errstate(all="ignore"):
        apart = np.abs(one - other)
        size = np.fmax(np.abs(one), np.abs(other))
    known = np.isfinite(apart)
    return bool(apart[known].max(initial=0.0) > FICKLE * size[known].max(initial=0.0))

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


@undisturbed
def fickle_quantities(evaluator: Evaluator, sample: Sample) -> frozenset[str]:
    """Return the quantities that are not the same when they are computed again, all in turn."""
    trials = min(len(sample.trials), REPEATED)
    again = dict(sample.values)
    others: set[str] = set()
    for quantity in evaluator.problem.quantities.values():
        name = quantity.name
        # What is affine is no other by itself.
        if isinstance(quantity.compute, Affine) and others.isdisjoint(quantity.parameters):
            continue
        found, known = evaluator.for_trials(quantity, again, trials), sample.values[name][:trials]
        if found.shape != known.shape or not (found == known).all():
            again[name] = found
            others.add(name)
    return frozenset(n for n in others if changed(sample.values[n][:trials], again[n]))


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

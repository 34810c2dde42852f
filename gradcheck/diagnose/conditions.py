"""Conditions on the inputs: what holds of one distribution and not of another."""

from collections.abc import Iterator, Sequence

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.records import Draws

CLOSE = 1e-9


def invariants(draws: Draws, name: str) -> Iterator[str]:
    """Yield what is true of an input in all draws, the weakest first."""
    values = np.asarray(draws.values[name], dtype=np.float64)
    if np.ptp(values) == 0:
        yield f"{name} = {values.flat[0]:g}"
    if values.ndim > 1 and (np.abs(values.sum(axis=-1) - 1) <= CLOSE).all():
        yield f"sum({name}) = 1" if values.ndim == 2 else f"each row of {name} sums to 1"
    if (values >= 0).all():
        yield f"{name} >= 0"
    if np.isin(values, (0.0, 1.0)).all():
        yield f"{name} is 0 or 1 everywhere"


def completed(condition: str, true: Sequence[str]) -> str:
    """Return a condition made complete: 0 or 1 everywhere, where all sum to 1 as well, is one-hot.

    `true` is what holds of the same draws.
    """
    name, zeros_and_ones, _ = condition.partition(" is 0 or 1")
    sums = (f"sum({name}) = 1", f"each row of {name} sums to 1")
    return f"{name} is one-hot" if zeros_and_ones and not {*sums}.isdisjoint(true) else condition


def condition_of(evidence: Evidence, failed: Sequence[tuple[str, str, Draws]]) -> str | None:
    """Return what holds of the run's own inputs and of none of the draws on which a claim failed.

    Where nothing that can be said does, the distribution itself is named.
    """
    told = []
    for name in dict.fromkeys(name for name, _, _ in failed):
        own = [set(invariants(d, name)) for d in (*evidence.draws, *evidence.fresh)]
        mine = [t for t in invariants(evidence.first, name) if all(t in one for one in own)]
        others = [set(invariants(d, name)) for n, _, d in failed if n == name]
        found = [t for t in mine if not any(t in one for one in others)]
        drawn = f"{name} is {evidence.subject.inputs[name]}"
        told.append(completed(found[0], mine) if found else drawn)
    return " and ".join(told) or None

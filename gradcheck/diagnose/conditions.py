"""Conditions on the inputs: what holds of one distribution and not of another."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.errors import GradcheckError
from gradcheck.records import Draws, FloatArray

Holds = Callable[[Draws], bool]
"""Whether a claim is true on some draws."""

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


def agrees(draws: Draws) -> bool:
    """Return whether a formula agrees as it is, wherever that can be said."""
    return bool(draws.known.any() and not draws.disagree.any())


def condition_of(
    evidence: Evidence, failed: Sequence[tuple[str, str, Draws]], holds: Holds
) -> str | None:
    """Return what has to hold of the inputs for a claim to: it does of the run's own, and of none
    of the draws on which the claim failed.

    Where nothing that can be said does, the distribution itself is named.
    """
    told = []
    for name in dict.fromkeys(name for name, _, _ in failed):
        own = [set(invariants(d, name)) for d in (*evidence.draws, *evidence.fresh)]
        mine = [t for t in invariants(evidence.first, name) if all(t in one for one in own)]
        others = [d for n, _, d in failed if n == name]
        theirs = {t for d in others for t in invariants(d, name)}
        found = [t for t in mine if t not in theirs]
        condition = sufficient(evidence, name, found, mine, others[0], holds)
        told.append(condition or f"{name} is {evidence.subject.inputs[name]}")
    return " and ".join(told) or None


def sufficient(
    evidence: Evidence, name: str, found: Sequence[str], true: Sequence[str], draws: Draws,
    holds: Holds,
) -> str | None:  # fmt: skip
    """Return what a claim needs of an input, of the properties `found`: the weakest that will do.

    `true` is all that holds where the claim does; `draws` are some on which it fails: their values
    are given each property, and nothing else, and the claim is tested on them. None where none
    will do; all that was found, where the claim cannot be tested.
    """
    told = None
    for told, make in _candidates(name, found, true):
        holds_there = _holds_with(make, evidence, name, draws, holds)
        if holds_there:
            return told
        if holds_there is not None:
            told = None
    return told


def _candidates(
    name: str, found: Sequence[str], true: Sequence[str]
) -> Iterator[tuple[str, Callable[[FloatArray], FloatArray]]]:
    """Yield conditions, the weakest first, and what makes values meet them and no others."""
    sums = next((t for t in true if t in (f"sum({name}) = 1", f"each row of {name} sums to 1")), "")
    positive, binary = f"{name} >= 0", f"{name} is 0 or 1 everywhere"
    for told in found:
        if told == sums:
            yield told, lambda a: a + (1 - a.sum(axis=-1, keepdims=True)) / a.shape[-1]
        elif told == positive:
            yield told, np.abs
        elif told == binary:
            yield told, lambda a: np.where(a > np.median(a), 1.0, 0.0)
        else:
            yield told, partial(np.full_like, fill_value=float(told.split(" = ")[1]))
    if sums and positive in found:
        yield (f"{sums} and {positive}",
               lambda a: np.abs(a) / np.abs(a).sum(axis=-1, keepdims=True))  # fmt: skip
    if sums and binary in found:
        yield f"{name} is one-hot", lambda a: np.eye(a.shape[-1])[a.argmax(axis=-1)]


def _holds_with(
    make: Callable[[FloatArray], FloatArray], evidence: Evidence, name: str, draws: Draws,
    holds: Holds,
) -> bool | None:  # fmt: skip
    """Return whether a claim holds with other values of an input; None where that is unknown."""
    if draws.values[name].dtype.kind != "f" or draws.values[name].ndim == 1:
        return None
    inputs = {n: draws.values[n] for n in evidence.subject.inputs}
    try:
        return holds(evidence.subject.probe_at(
            draws.sizes, {**inputs, name: make(draws.values[name])}
        ))  # fmt: skip
    except GradcheckError:
        return None

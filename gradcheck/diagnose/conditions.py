"""Conditions on the inputs: what holds of one distribution and not of another."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.evidence import Evidence
from gradcheck.errors import GradcheckError
from gradcheck.records import Draws, FloatArray

CLOSE = 1e-9

Holds = Callable[[Draws], bool]
"""Whether a claim is true on some draws."""


class Property(NamedTuple):
    """What may be true of an input."""

    kind: str
    told: str
    make: Callable[[FloatArray], FloatArray]
    """Gives values this property, and no other of those that are known here."""


def properties(draws: Draws, name: str) -> Iterator[Property]:
    """Yield what is true of an input in all draws, the weakest first."""
    values = np.asarray(draws.values[name], dtype=np.float64)
    if values.ndim > 1 and (np.abs(values.sum(axis=-1) - 1) <= CLOSE).all():
        told = f"sum({name}) = 1" if values.ndim == 2 else f"each row of {name} sums to 1"
        yield Property("sums", told, _summing)
    if (values >= 0).all():
        yield Property("positive", f"{name} >= 0", np.abs)
    if np.isin(values, (0.0, 1.0)).all():
        yield Property("binary", f"{name} is 0 or 1 everywhere", _binary)
    if np.ptp(values) == 0:
        value = float(values.flat[0])
        yield Property("constant", f"{name} = {value:g}", partial(np.full_like, fill_value=value))


def _summing(values: FloatArray) -> FloatArray:
    return np.asarray(values + (1 - values.sum(axis=-1, keepdims=True)) / values.shape[-1])


def _binary(values: FloatArray) -> FloatArray:
    return np.asarray(np.where(values > np.median(values), 1.0, 0.0))


def _shares(values: FloatArray) -> FloatArray:
    return np.asarray(np.abs(values) / np.abs(values).sum(axis=-1, keepdims=True))


def _one_hot(values: FloatArray) -> FloatArray:
    return np.asarray(np.eye(values.shape[-1])[values.argmax(axis=-1)])


def invariants(draws: Draws, name: str) -> Iterator[str]:
    """Yield how that is told."""
    yield from (one.told for one in properties(draws, name))


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
        mine = [p for p in properties(evidence.first, name) if all(p.told in one for one in own)]
        others = [d for n, _, d in failed if n == name]
        condition = sufficient(evidence, name, mine, others, holds)
        told.append(condition or f"{name} is {evidence.subject.inputs[name]}")
    return " and ".join(told) or None


def condition_together(evidence: Evidence, apart: Collection[str], holds: Holds) -> str | None:
    """Return what has to hold of one of several inputs, where a claim fails only if all of them
    have another distribution at once: `b is none or M is all`. None where it does not fail.

    Inputs that are kept `apart` have a condition of their own.
    """
    others = {name: other for name, other in evidence.others().items() if name not in apart}
    draws = evidence.changed(others) if len(others) > 1 else None
    if draws is None or holds(draws):
        return None
    needed = []
    for name in others if len(others) > 2 else ():  # of two, each alone was tried before
        without = evidence.changed({n: other for n, other in others.items() if n != name})
        if without is not None and holds(without):
            needed.append(name)
    own = evidence.subject.inputs
    return " or ".join(f"{name} is {own[name]}" for name in needed or others)


def sufficient(
    evidence: Evidence, name: str, true: Sequence[Property], failed: Sequence[Draws], holds: Holds
) -> str | None:
    """Return what a claim needs of an input: the weakest that will do, of the properties that are
    `true` of it where the claim holds and not where it `failed`.

    Some of the values with which it failed are given each property by itself, then two of them, and
    the claim is tested on those. None where none will do; the strongest, where the claim cannot be
    tested.
    """
    theirs = {told for draws in failed for told in invariants(draws, name)}
    found = [one for one in true if one.told not in theirs]
    candidates = [*found, *_both(name, found, true)]
    unknown = False
    for one in candidates:
        tested = _holds_with(one, evidence, name, failed[0], holds)
        if tested:
            return one.told
        unknown |= tested is None
    return candidates[-1].told if candidates and unknown else None


def _both(name: str, found: Sequence[Property], true: Sequence[Property]) -> Iterator[Property]:
    """Yield what properties are together with the sum, the weaker first."""
    sums = next((one.told for one in true if one.kind == "sums"), None)
    kinds = {one.kind for one in found}
    if sums is not None and "constant" not in kinds:
        if "positive" in kinds:
            yield Property("shares", f"{sums} and {name} >= 0", _shares)
        if "binary" in kinds:
            yield Property("one-hot", f"{name} is one-hot", _one_hot)


def _holds_with(
    one: Property, evidence: Evidence, name: str, draws: Draws, holds: Holds
) -> bool | None:
    """Return whether a claim holds with such values of an input; None where nobody knows."""
    inputs = {n: draws.values[n] for n in evidence.subject.inputs}
    made = one.make(inputs[name].astype(np.float64))
    if inputs[name].dtype.kind != "f" and (made != np.round(made)).any():
        return None  # no whole numbers have it
    made = made.astype(inputs[name].dtype)
    try:
        return holds(evidence.subject.probe_at(draws.sizes, {**inputs, name: made}))
    except GradcheckError:
        return None

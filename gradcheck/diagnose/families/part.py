"""Part: of a sum that the chain rule asks for the formula keeps one term, or leaves one out.

d N / d D = sum_e (dN/dQ_e)(dQ_e/dD) for every quantity Q on the way, and what goes past Q; e runs
along one axis of Q. The formula has the first e only, or the last, or the one that is its own
index, or all but one.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose.constants import Constant
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired, tolerated
from gradcheck.diagnose.jacobians import Terms
from gradcheck.diagnose.scaling import NOTHING, Both, constant_ratio
from gradcheck.diagnose.wording import chain_of
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

TIER = 3

COST = 16.0

LARGEST = 2**17
"""Numbers in a Jacobian, over all trials, beyond which it is not formed."""


class Choice(NamedTuple):
    """The part of the sum that the formula has."""

    which: int | str
    """A place, the name of an input that tells it, or an axis of the derivative."""
    told: str
    without: bool = False
    """Whether it has all but this one."""

    def on(self, terms: Terms, draws: Draws) -> FloatArray:
        """Return the part, shape (trials, *derivative)."""
        every = terms.on(draws)
        one = self._one(every, draws)
        return every.sum(axis=1) - one if self.without else one

    def _one(self, every: FloatArray, draws: Draws) -> FloatArray:
        if isinstance(self.which, int):
            return np.asarray(every[:, self.which])
        if not self.which.isdigit():
            chosen = draws.values[self.which]
            fits = chosen < every.shape[1]
            return np.asarray(every[np.arange(len(every)), np.where(fits, chosen, 0)])
        axis = int(self.which)
        own = np.eye(every.shape[1], every.shape[axis + 2])
        shape = [1, every.shape[1], *([1] * (every.ndim - 2))]
        shape[axis + 2] = every.shape[axis + 2]
        return np.asarray((every * own.reshape(shape)).sum(axis=1))


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield the parts of sums over the entries of a quantity on the way."""
    numerator = evidence.derivative.numerator
    if not evidence.regular or evidence.first.values[numerator].ndim != 1:
        return
    for name in evidence.path:
        size = evidence.first.values[name][0].size * evidence.first.numeric.size
        if name == numerator or size > LARGEST:
            continue
        for axis, kind in enumerate(evidence.kinds_of(name)):
            if min(kind) < 2:
                continue
            terms = Terms(evidence.derivative, name, axis)
            for choice in _choices(evidence, terms):
                one = _of(evidence, terms, choice)
                if one is not None:
                    yield one


def _is_all(draws: Draws, terms: Terms, choice: Choice) -> bool:
    """Return whether a part is the whole sum: its other terms are 0."""
    with np.errstate(all="ignore"):
        every = terms.on(draws)
        apart = np.abs(every.sum(axis=1) - choice.on(terms, draws))
        return not bool((apart > NOTHING * np.abs(every).sum(axis=1) + draws.bound).any())


def _choices(evidence: Evidence, terms: Terms) -> Iterator[Choice]:
    """Yield which entries of the quantity may be the one that was kept, or left out."""
    name, axis = terms.through, terms.axis
    kinds = evidence.kinds_of(name)
    what = {1: "", 2: ("the rows of ", "the columns of ")[min(axis, 1)]}
    along = f"{what.get(len(kinds), f'axis {axis} of ')}{name}"
    for place, told in ((0, "first"), (-1, "last")):
        yield Choice(place, f"keeps only the {told} term of the sum over {along}")
        yield Choice(place, f"leaves out the {told} term of the sum over {along}", True)
    for label, values in evidence.first.values.items():
        whole = values.dtype.kind in "iu" and values.ndim == 1
        if label in evidence.subject.inputs and whole and values.max() < kinds[axis][0]:
            yield Choice(label, f"keeps only the term of {name} at {label} of the sum over {along}")
    for mine, kind in enumerate(evidence.axes):
        if kind == kinds[axis]:
            own = evidence.letters[mine]
            yield Choice(f"{mine}", f"keeps only the term of its own index {own} of the sum over "
                                    f"{along}")  # fmt: skip


def _of(evidence: Evidence, terms: Terms, choice: Choice) -> Hypothesis | None:
    def pair(draws: Draws) -> Both:
        has = draws.analytic - terms.rest(draws)
        return Both(choice.on(terms, draws), has, draws.known)

    draws = evidence.first
    try:
        if _is_all(draws, terms, choice):
            return None
        constant = constant_ratio(evidence.draws, pair)
        rest = np.abs(terms.rest(draws)) > NOTHING * np.abs(draws.numeric) + draws.bound
    except (GradcheckError, ValueError):
        return None
    if constant is None:
        return None
    beside = bool((rest & draws.known).any())
    return hypothesis(terms, choice, constant, beside)


def hypothesis(terms: Terms, choice: Choice, constant: Constant, beside: bool) -> Hypothesis:
    """Return the claim that the formula has a constant times a part of the sum.

    `beside` is whether the derivative has more than that sum.
    """

    def apply(draws: Draws) -> Repaired:
        factor, rest = constant.at(draws.sizes), terms.rest(draws)
        target = rest + factor * choice.on(terms, draws)
        size = abs(factor) * np.abs(terms.on(draws)).sum(axis=1) + np.abs(draws.numeric)
        # The sum is taken from the derivative, and so many times the part is put in its place.
        off, sure = tolerated(max(1.0, abs(1 - factor)) * terms.off(draws), draws)
        return Repaired(draws.analytic, target, size, draws.slack + off, sure)

    numerator, by = terms.derivative.numerator, terms.derivative.denominator
    chain = chain_of(numerator, terms.through, by)
    scaled = "" if constant.text == "1" else f", times {constant.text}"
    others = f" + what does not lead through {terms.through}" if beside else ""
    cause = Cause("collapse", f"it {choice.told} of {chain}{scaled}",
                  corrected=f"sum over {terms.through} of {chain}{others}")  # fmt: skip
    extra = 0.0 if constant.text == "1" else 1 + constant.cost
    return Hypothesis(cause, COST + 0.3 * choice.without + extra, apply)

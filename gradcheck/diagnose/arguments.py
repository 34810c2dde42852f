"""Arguments: what a formula returns when it is handed something else in place of an argument."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis, Repaired
from gradcheck.diagnose.scaling import Both, constant_ratio, ratio
from gradcheck.errors import GradcheckError
from gradcheck.records import Cause, Draws, FloatArray

LOOKED_AT = 2
"""Draws in which the formula is called with each exchange, before it is called in all."""

TOGETHER = 64
"""Exchanges that are called in one message."""

LARGEST = 2**12
"""Numbers in an array, over all draws, beyond which nothing is exchanged for it."""

TOUCH = 2.0**-20
"""By how much of itself an argument is moved to see whether anything moves at all."""

FEWEST = 6
"""Entries that must be compared for a first look to mean anything."""


@dataclass(frozen=True, eq=False)
class Exchange:
    """What is handed to the formula in place of some of its arguments."""

    kind: str
    told: str
    values: dict[str, Callable[[Draws], npt.NDArray[np.float64]]]
    """By argument; shape (trials, *shape of the argument)."""
    cost: float
    alone: bool = False
    """Whether no constant factor may come with it."""

    def on(self, draws: Draws) -> dict[str, FloatArray]:
        """Return the arrays that are handed over."""
        with np.errstate(all="ignore"):
            return {name: value(draws) for name, value in self.values.items()}

    def returned(self, draws: Draws) -> FloatArray:
        """Return what the formula then is, in all draws."""
        key = ("exchange", id(self))
        return draws.remembered(key, lambda: draws.called([self.on(draws)], draws.trials)[0])


def looked_at(evidence: Evidence, exchanges: Sequence[Exchange]) -> Iterator[Exchange]:
    """Yield the exchanges after which the formula is right in a few draws, but for a factor."""
    draws = evidence.first
    count = LOOKED_AT if draws.numeric[:LOOKED_AT].size >= FEWEST else draws.trials
    target, known = draws.numeric[:count], draws.known[:count]
    for start in range(0, len(exchanges), TOGETHER):
        part = exchanges[start : start + TOGETHER]
        for one, values in zip(part, _called(draws, part, count), strict=True):
            if values is None or np.array_equal(values, draws.analytic[:count], equal_nan=True):
                continue  # what is not read can be exchanged for anything
            if ratio(Both(values, target, known)) is not None:
                yield one


def _called(draws: Draws, exchanges: Sequence[Exchange], count: int) -> Iterable[FloatArray | None]:
    """Call the formula with several exchanges; with each alone where one of them fails."""
    handed = [one.on(draws) for one in exchanges]
    try:
        return draws.called(handed, count)
    except GradcheckError:
        return [_alone(draws, one, count) for one in handed]


def _alone(draws: Draws, handed: dict[str, FloatArray], count: int) -> FloatArray | None:
    try:
        return draws.called([handed], count)[0]
    except GradcheckError:
        return None


def hypotheses(evidence: Evidence, exchanges: Sequence[Exchange]) -> Iterator[Hypothesis]:
    """Yield the claims that the formula is right when it is handed something else."""
    for one in looked_at(evidence, exchanges):
        try:
            found = _hypothesis(evidence, one)
        except GradcheckError:
            continue
        if found is not None:
            yield found


def arrays(evidence: Evidence) -> list[str]:
    """Return the arguments of the formula that are arrays of the problem, and not too large."""
    values = evidence.first.values
    return [n for n in evidence.subject.formula.arguments
            if n in values and values[n].ndim > 1 and values[n].size <= LARGEST]  # fmt: skip


def only_compared(evidence: Evidence) -> frozenset[str]:
    """Return the arguments that the formula only compares or rounds, or does not read: moved a
    little, they change nothing in it.

    Nearly anything may be done to such an argument, and goes unnoticed on most draws.
    """
    draws = evidence.first
    names = [name for name in arrays(evidence) if draws.values[name].dtype.kind == "f"]
    touched = [{n: draws.values[n] * (1 + TOUCH) + TOUCH * (draws.values[n] == 0)} for n in names]
    try:
        returned = draws.called(touched, LOOKED_AT)
    except GradcheckError:
        return frozenset()
    before = draws.analytic[:LOOKED_AT]
    pairs = zip(names, returned, strict=True)
    return frozenset(
        name for name, values in pairs if np.array_equal(values, before, equal_nan=True)
    )


def letters_of(evidence: Evidence, name: str) -> tuple[str, ...]:
    """Return the letters of an array's indices: those of the derivative where they can be."""
    free = list(zip(evidence.letters, evidence.axes, strict=False))
    rest = iter(evidence.letters[len(evidence.axes) :])
    found = []
    for kind in evidence.kinds_of(name):
        mine = next((one for one in free if one[1] == kind), None)
        if mine is not None:
            free.remove(mine)
        found.append(next(rest) if mine is None else mine[0])
    return tuple(found)


def _hypothesis(evidence: Evidence, one: Exchange) -> Hypothesis | None:
    def pair(draws: Draws) -> Both:
        return Both(one.returned(draws), draws.numeric, draws.known)

    constant = constant_ratio(evidence.draws, pair)
    if constant is None or (one.alone and constant.text != "1"):
        return None

    def apply(draws: Draws) -> Repaired:
        values = constant.at(draws.sizes) * one.returned(draws)
        return Repaired(values, draws.numeric, np.abs(values), draws.slack)

    scaled = "" if constant.text == "1" else f", and is to be multiplied by {constant.text}"
    extra = 0.0 if constant.text == "1" else 1 + constant.cost
    cause = Cause(one.kind, one.told + scaled,
                  factor=None if constant.text == "1" else constant.text)  # fmt: skip
    return Hypothesis(cause, one.cost + extra, apply)

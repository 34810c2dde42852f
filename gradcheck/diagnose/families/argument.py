"""Argument: something is missing from an array before the formula goes on with it.

The formula is called with each of its arguments multiplied by, divided by, or added to what else
there is: what is missing inside a sum or a function is found without knowing the formula.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.arguments import Exchange, arrays, hypotheses, letters_of, only_compared
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.hypothesis import Hypothesis
from gradcheck.diagnose.sources import Source, along_axes, plain_sources
from gradcheck.records import Draws, FloatArray

Value = Callable[[Draws], FloatArray]
"""What is handed over in the place of an argument, in all draws."""

TIER = 3

COST = 15.4

FUNCTIONED = ("slope", "positive", "square less", "less", "square")

MOST = 700
"""Exchanges that are tried, the cheapest first."""


def propose(evidence: Evidence) -> Iterator[Hypothesis]:
    """Yield what each argument should be multiplied with, divided by, or added to."""
    if not evidence.regular:
        return
    found = sorted(exchanges(evidence), key=lambda one: one.cost)[:MOST]
    yield from hypotheses(evidence, found)


def exchanges(evidence: Evidence) -> Iterator[Exchange]:
    """Yield the arguments with something more in them."""
    sources, compared = plain_sources(evidence), only_compared(evidence)
    for name in arrays(evidence):
        values = evidence.first.values[name]
        if values.dtype.kind != "f":
            continue
        for source in sources:
            if not source.text.startswith("sum"):
                yield from _products(evidence, name, source)
            if source.text != name:
                yield from _scaled(evidence, name, source, name not in compared)
        yield from _labelled(evidence, name)


class Laid:
    """An array laid along the axes of another."""

    def __init__(self, source: Source, axes: Sequence[int], count: int, text: str) -> None:
        self.source, self.axes, self.count, self.text = source, tuple(axes), count, text

    def on(self, draws: Draws) -> FloatArray:
        """Return its values, shape (trials, *shape of the other, or 1)."""
        return along_axes(self.source.value(draws).astype(np.float64), self.axes, self.count)


def laid(evidence: Evidence, name: str, source: Source) -> Iterator[Laid]:
    """Yield the ways in which an array lies along the axes of an argument."""
    kinds, letters = evidence.kinds_of(name), letters_of(evidence, name)
    for axes in permutations(range(len(kinds)), len(source.kinds)):
        if all(kinds[a] == k for a, k in zip(axes, source.kinds, strict=True)):
            text = source.written([letters[a] for a in axes])
            yield Laid(source, axes, len(kinds), text)


def _scaled(evidence: Evidence, name: str, source: Source, stretched: bool) -> Iterator[Exchange]:
    """Yield an argument plus and minus an array, and, to be `stretched`, times and divided by it or
    a function of it.
    """
    mine = f"{name}_{''.join(letters_of(evidence, name))}"
    for piece in laid(evidence, name, source):
        cost = COST + source.cost
        for function in ("", *FUNCTIONED) if stretched else ():
            text, extra = piece.text, 0.0
            if function:
                text, extra = make.FUNCTIONS[function][0].format(text), make.FUNCTIONS[function][2]
            for divide in (False, True) if function != "positive" else (False,):
                told = "divide" if divide else "multiply"
                yield Exchange(
                    "inside", f"inside it, {told} {mine} by {text}",
                    {name: _times(name, piece, function, divide)}, cost + extra + 0.2 * divide,
                )  # fmt: skip
        for sign, word in ((1.0, "+"), (-1.0, "-")):
            if len(source.kinds) == len(evidence.kinds_of(name)):
                yield Exchange(
                    "term", f"it reads {mine} where it should read {mine} {word} {piece.text}",
                    {name: _plus(name, piece, sign)}, cost,
                )  # fmt: skip


def _labelled(evidence: Evidence, name: str) -> Iterator[Exchange]:
    """Yield an argument plus and minus the one-hot array of a label."""
    kinds, letters = evidence.kinds_of(name), letters_of(evidence, name)
    for label in evidence.subject.inputs:
        chosen = evidence.first.values[label]
        if chosen.dtype.kind not in "iu" or chosen.ndim != 1 or len(kinds) != 1:
            continue
        for sign, word in ((1.0, "+"), (-1.0, "-")):
            mine = f"{name}_{letters[0]}"
            yield Exchange(
                "term", f"it reads {mine} where it should read {mine} {word} [{letters[0]} = "
                f"{label}]", {name: _with_label(name, label, sign)}, COST + 1.5,
            )  # fmt: skip


def _with_label(name: str, label: str, sign: float) -> Value:
    def value(draws: Draws) -> FloatArray:
        mine = draws.values[name]
        hot = np.arange(mine.shape[1]) == draws.values[label][:, None]
        return np.asarray(mine + sign * hot)

    return value


def _times(name: str, piece: Laid, function: str, divide: bool) -> Value:
    def value(draws: Draws) -> FloatArray:
        factor = piece.on(draws)
        if function:
            factor = make.FUNCTIONS[function][1](factor)
        mine = draws.values[name]
        return np.asarray(mine / factor if divide else mine * factor)

    return value


def _plus(name: str, piece: Laid, sign: float) -> Value:
    return lambda draws: np.asarray(draws.values[name] + sign * piece.on(draws))


def _products(evidence: Evidence, name: str, source: Source) -> Iterator[Exchange]:
    """Yield an argument multiplied by a square matrix from either side."""
    kinds = evidence.kinds_of(name)
    if len(source.kinds) != 2 or source.kinds[0] != source.kinds[1] or len(kinds) > 2:
        return
    matrix = source.text
    for turned in (False, True):
        text = f"{matrix}.T" if turned else matrix
        if kinds[0] == source.kinds[0]:
            yield Exchange("inside", f"it reads {name} where it should read {text} @ {name}",
                           {name: _before(name, source, turned)},
                           COST + source.cost + 0.3 * turned)  # fmt: skip
        if len(kinds) == 2 and kinds[1] == source.kinds[0]:
            yield Exchange("inside", f"it reads {name} where it should read {name} @ {text}",
                           {name: _after(name, source, turned)},
                           COST + source.cost + 0.3 * turned)  # fmt: skip


def _matrix(source: Source, turned: bool, draws: Draws) -> FloatArray:
    value = source.value(draws)
    return np.swapaxes(value, 1, 2) if turned else value


def _before(name: str, source: Source, turned: bool) -> Value:
    return lambda draws: np.asarray(
        np.einsum("tij,tj...->ti...", _matrix(source, turned, draws), draws.values[name])
    )


def _after(name: str, source: Source, turned: bool) -> Value:
    return lambda draws: np.asarray(draws.values[name] @ _matrix(source, turned, draws))

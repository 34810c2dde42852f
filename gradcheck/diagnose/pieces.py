"""Pieces: the problem's arrays laid along the axes of the derivative, and simple functions of them.

A piece has one axis for each axis of the derivative and a last one to be summed over, each of the
full length or of length 1.
"""

from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.evidence import Evidence, Kind
from gradcheck.diagnose.sources import Source, along_axes
from gradcheck.records import Draws, FloatArray


@dataclass(frozen=True, eq=False)
class Piece:
    """An array along the axes of the derivative."""

    text: str
    axes: frozenset[int]
    """The axes along which it varies; one more than the derivative has is the summed one."""
    key: tuple[object, ...]
    value: Callable[[Draws], FloatArray]
    cost: float
    names: frozenset[str]

    def on(self, draws: Draws) -> FloatArray:
        """Return its values, shape (trials, *derivative or 1, summed or 1)."""
        return draws.remembered(self.key, lambda: self.value(draws))


def place(evidence: Evidence, source: Source, summed: Kind | None) -> Iterator[Piece]:
    """Yield the ways in which an array can lie along the derivative's axes and the summed one."""
    targets = [*evidence.axes, *([summed] if summed is not None else [])]
    count = len(evidence.axes)
    for chosen in permutations(range(len(targets)), len(source.kinds)):
        if any(targets[t] != k for t, k in zip(chosen, source.kinds, strict=True)):
            continue
        letters = [evidence.letters[t] for t in chosen]

        def value(draws: Draws, chosen: tuple[int, ...] = chosen) -> FloatArray:
            return along_axes(source.value(draws), chosen, count + 1)

        yield Piece(source.written(letters), frozenset(chosen), (source.text, chosen), value,
                    source.cost, source.names)  # fmt: skip


FUNCTIONS: dict[str, tuple[str, Callable[[FloatArray], FloatArray], float]] = {
    "square": ("{}^2", lambda a: a**2, 0.9),
    "less": ("(1 - {})", lambda a: 1 - a, 0.8),
    "inverse": ("1/{}", lambda a: 1 / a, 1.0),
    "square less": ("(1 - {}^2)", lambda a: 1 - a**2, 1.2),
    "slope": ("{0} (1 - {0})", lambda a: a * (1 - a), 1.2),
    "more": ("(1 + {})", lambda a: 1 + a, 1.3),
    "exp": ("exp({})", np.exp, 1.3),
    "inverse square": ("1/{}^2", lambda a: a**-2.0, 1.6),
    "inverse less": ("1/(1 - {})", lambda a: 1 / (1 - a), 1.6),
    "positive": ("[{} > 0]", lambda a: (a > 0).astype(np.float64), 1.4),
    "exp minus": ("exp(-{})", lambda a: np.exp(-a), 1.6),
    "root": ("sqrt({})", np.sqrt, 1.5),
    "inverse root": ("1/sqrt({})", lambda a: 1 / np.sqrt(a), 1.7),
    "inverse ln": ("1/ln({})", lambda a: 1 / np.log(a), 1.3),
    "ln": ("ln({})", np.log, 1.2),
    "sigmoid": ("sigma({})", lambda a: 1 / (1 + np.exp(-a)), 2.5),
}
"""Simple functions of a piece: how written, how computed, what they cost."""


def function(piece: Piece, name: str) -> Piece:
    """Return a function of a piece."""
    written, compute, cost = FUNCTIONS[name]
    return Piece(
        written.format(piece.text), piece.axes, (*piece.key, name),
        lambda draws: np.asarray(compute(piece.on(draws))), piece.cost + cost, piece.names,
    )  # fmt: skip


def delta(evidence: Evidence, one: int, other: int) -> Piece:
    """Return the piece that is 1 where two indices are equal."""
    count = len(evidence.axes)
    letters = evidence.letters

    def value(draws: Draws) -> FloatArray:
        lengths = draws.analytic.shape[1:]
        length = lengths[one] if one < count else lengths[other]
        shape = [1] * (count + 2)
        shape[one + 1] = shape[other + 1] = length
        return np.eye(length).reshape(shape)

    return Piece(f"[{letters[one]} = {letters[other]}]", frozenset({one, other}),
                 ("delta", one, other), value, 1.2, frozenset())  # fmt: skip


def chosen(evidence: Evidence, name: str, axis: int) -> Piece:
    """Return the piece that is 1 where an index is the one that an input names."""
    count = len(evidence.axes)

    def value(draws: Draws) -> FloatArray:
        label = draws.values[name].reshape(-1, *([1] * (count + 1)))
        shape = [1] * (count + 2)
        shape[axis + 1] = draws.analytic.shape[axis + 1]
        return np.asarray((np.arange(shape[axis + 1]).reshape(shape) == label).astype(np.float64))

    return Piece(f"[{evidence.letters[axis]} = {name}]", frozenset({axis}), ("chosen", name, axis),
                 value, 1.0, frozenset({name}))  # fmt: skip

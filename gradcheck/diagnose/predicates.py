"""Predicates: conditions on the entry, by its index or by the inputs there."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gradcheck.diagnose import pieces as make
from gradcheck.diagnose.columns import special
from gradcheck.diagnose.evidence import Evidence
from gradcheck.diagnose.pieces import Piece
from gradcheck.diagnose.sources import plain_sources
from gradcheck.records import BoolArray, Draws, FloatArray, IntArray

MOST_ENTRIES = 64


class Predicate(NamedTuple):
    """A condition that holds of some entries."""

    text: str
    """How it is written: `T_r = 0`, `r = 0`."""
    other: str
    """How its contrary is written."""
    holds: Callable[[Draws], BoolArray]
    """Shape (trials, *derivative)."""
    cost: float


def by_index(evidence: Evidence) -> Iterator[Predicate]:
    """Yield conditions on the index: one row, the diagonal, below it, a single entry."""
    letters, count = evidence.letters, len(evidence.shape)
    for axis in range(count):
        for place, told in ((0, "0"), (-1, "last")):
            name = letters[axis]
            what = _row(axis, count, place)
            yield Predicate(
                f"{what} ({name} = {told})", f"{name} != {told}",
                partial(_index_is, axis, place), 0.3 + 0.2 * (place != 0),
            )  # fmt: skip
    for one, other in combinations(range(count), 2):
        if evidence.axes[one] != evidence.axes[other]:
            continue
        a, b = letters[one], letters[other]
        on = " (the diagonal)" if count == 2 else ""
        compared: tuple[tuple[str, str, Callable[..., BoolArray], float], ...] = (
            (f"{a} = {b}{on}", f"{a} != {b} (off the diagonal)", np.equal, 0.2),
            (f"{a} > {b} (below the diagonal)", f"{a} <= {b}", np.greater, 0.6),
            (f"{a} < {b} (above the diagonal)", f"{a} >= {b}", np.less, 0.6),
        )
        for text, contrary, compare, cost in compared:
            yield Predicate(text, contrary,
                            partial(_compared, one, other, compare), cost)  # fmt: skip
    if count > 1 and int(np.prod(evidence.shape)) <= MOST_ENTRIES:
        wrong = evidence.first.disagree.any(axis=0)
        if wrong.sum() == 1:
            at = tuple(int(i) for i in np.argwhere(wrong)[0])
            text = f"the entry [{','.join(map(str, at))}]"
            yield Predicate(text, f"all but {text}", lambda d: _entry_is(d, at), 0.8)
    elif count == 1:
        wrong = evidence.first.disagree.any(axis=0)
        if wrong.sum() == 1 and 0 < int(np.argmax(wrong)) < evidence.shape[0] - 1:
            place = int(np.argmax(wrong))
            yield Predicate(f"the entry [{place}]", f"all but the entry [{place}]",
                            lambda d: _entry_is(d, (place,)), 0.8)  # fmt: skip
        if evidence.shape[0] > 2:
            ends = f"the ends ({letters[0]} = 0 and {letters[0]} = last)"
            yield Predicate(ends, f"{letters[0]} not at the ends",
                            lambda d: _index_is(0, 0, d) | _index_is(0, -1, d), 0.8)  # fmt: skip


def by_value(evidence: Evidence) -> Iterator[Predicate]:
    """Yield conditions on the inputs and quantities at the entry."""
    for source in plain_sources(evidence):
        if "(" in source.text:
            continue
        values = source.value(evidence.first)
        for piece in make.place(evidence, source, None):
            name = piece.text
            whole = evidence.first.values[source.text].dtype.kind in "iu"
            if (values > 0).any() and (values < 0).any():
                yield _compare(piece, f"{name} > 0", f"{name} <= 0", lambda a: a > 0)
            binary = bool(np.isin(values, (0.0, 1.0)).all())
            if (values == 0).any():
                yield _compare(piece, f"{name} = 0", f"{name} = 1" if binary else f"{name} != 0",
                               lambda a: a == 0)  # fmt: skip
            if (values == 1).any() and not binary:
                yield _compare(piece, f"{name} = 1", f"{name} != 1", lambda a: a == 1)
            if not whole and np.abs(values).max() > 1 and np.abs(values).min() < 1:
                yield _compare(piece, f"|{name}| > 1", f"|{name}| <= 1", lambda a: np.abs(a) > 1)
                if values.min() < 0 < values.max():
                    yield from _one_sided(piece, "1", lambda _: np.ones(1))
    yield from _beyond(evidence)

    for piece in special(evidence, None):
        if piece.key[0] == "chosen":
            text = piece.text.strip("[]")
            yield _compare(piece, text, text.replace("=", "!="), lambda a: a == 1)


def _beyond(evidence: Evidence) -> Iterator[Predicate]:
    """Yield comparisons of an array's size with an input that is a number."""
    sources = [s for s in plain_sources(evidence) if "(" not in s.text]
    numbers = [s for s in sources if not s.kinds and s.text in evidence.subject.inputs]
    for source in sources:
        for number in numbers if source.kinds else []:
            limit = next(make.place(evidence, number, None))
            for piece in make.place(evidence, source, None):

                def holds(draws: Draws, p: Piece = piece, q: Piece = limit) -> BoolArray:
                    beyond = np.abs(p.on(draws)[..., 0]) > q.on(draws)[..., 0]
                    return np.broadcast_to(beyond, draws.analytic.shape)

                text = f"|{piece.text}| {{}} {limit.text}"
                yield Predicate(text.format(">"), text.format("<="), holds, 0.7)
                yield from _one_sided(piece, limit.text, partial(_value, limit))


def _value(piece: Piece, draws: Draws) -> FloatArray:
    return piece.on(draws)[..., 0]


def _one_sided(
    piece: Piece, limit: str, value: Callable[[Draws], FloatArray]
) -> Iterator[Predicate]:
    """Yield comparisons of an array with a limit on one side of 0."""
    name = piece.text

    def beyond(sign: float, draws: Draws) -> BoolArray:
        one = sign * piece.on(draws)[..., 0] > value(draws)
        return np.broadcast_to(one, draws.analytic.shape)

    def between(sign: float, draws: Draws) -> BoolArray:
        one = sign * piece.on(draws)[..., 0]
        return np.broadcast_to((one > 0) & (one <= value(draws)), draws.analytic.shape)

    for text, other, holds in (
        (f"{name} > {limit}", f"{name} <= {limit}", partial(beyond, 1.0)),
        (f"{name} < -{limit}", f"{name} >= -{limit}", partial(beyond, -1.0)),
        (f"0 < {name} <= {limit}", f"{name} <= 0 or > {limit}", partial(between, 1.0)),
        (f"-{limit} <= {name} < 0", f"{name} < -{limit} or >= 0", partial(between, -1.0)),
    ):
        yield Predicate(text, other, holds, 0.9)


def _compare(piece: Piece, text: str, other: str, test: Callable[..., BoolArray]) -> Predicate:
    def holds(draws: Draws) -> BoolArray:
        return np.broadcast_to(test(piece.on(draws)[..., 0]), draws.analytic.shape)

    return Predicate(text, other, holds, 0.6 + 0.1 * len(piece.axes))


def _row(axis: int, count: int, place: int) -> str:
    which = "0" if place == 0 else "last"
    what = {1: ("entry",), 2: ("row", "column")}.get(count, ())
    return f"{what[axis]} {which}" if axis < len(what) else f"axis {axis} at {which}"


def _grid(draws: Draws, axis: int) -> IntArray:
    shape = [1] * draws.analytic.ndim
    shape[axis + 1] = draws.analytic.shape[axis + 1]
    return np.arange(shape[axis + 1]).reshape(shape)


def _index_is(axis: int, place: int, draws: Draws) -> BoolArray:
    length = draws.analytic.shape[axis + 1]
    return np.broadcast_to(_grid(draws, axis) == place % length, draws.analytic.shape)


def _compared(one: int, other: int, test: Callable[..., BoolArray], draws: Draws) -> BoolArray:
    return np.broadcast_to(test(_grid(draws, one), _grid(draws, other)), draws.analytic.shape)


def _entry_is(draws: Draws, at: tuple[int, ...]) -> BoolArray:
    found: BoolArray = np.zeros(draws.analytic.shape, dtype=np.bool_)
    if all(i < n for i, n in zip(at, draws.analytic.shape[1:], strict=True)):
        place: tuple[slice | int, ...] = (slice(None), *at)
        found[place] = True
    return found

"""Sources: the arrays that pieces are made of: inputs, quantities, their sums and products."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.diagnose.evidence import Evidence, Kind
from gradcheck.records import Draws, FloatArray, Name

LARGEST = 2**18
"""Numbers in an array beyond which no piece is made of it."""

PARTIAL = 3.0
"""The cost of a building block that is itself a derivative."""


@dataclass(frozen=True, eq=False)
class Source:
    """An array that pieces are made of."""

    text: str
    """Without its indices; `{}` stands where they go, or they follow an underscore."""
    kinds: tuple[Kind, ...]
    value: Callable[[Draws], FloatArray]
    """Shape (trials, *shape)."""
    cost: float
    names: frozenset[str]

    def written(self, letters: Sequence[str]) -> str:
        """Return the array with its indices."""
        if "{" in self.text:
            return self.text.format(*letters)
        return f"{self.text}_{''.join(letters)}" if letters else self.text


def along_axes(array: FloatArray, axes: Sequence[int], count: int) -> FloatArray:
    """Lay an array, shape (trials, *shape), along some of `count` axes, in any order."""
    order = sorted(range(len(axes)), key=axes.__getitem__)
    array = array.transpose(0, *(i + 1 for i in order))
    shape = [1] * count
    for axis, length in zip(sorted(axes), array.shape[1:], strict=True):
        shape[axis] = length
    return np.asarray(array.reshape(len(array), *shape))


def _named(name: str, draws: Draws) -> FloatArray:
    return draws.values[name].astype(np.float64)


def _summed(source: Source, axis: int, draws: Draws) -> FloatArray:
    return np.asarray(source.value(draws).sum(axis=axis + 1))


def _squares(source: Source, draws: Draws) -> FloatArray:
    return np.asarray((source.value(draws) ** 2).sum(axis=1))


def _products(one: Source, other: Source, axis: int, draws: Draws) -> FloatArray:
    return np.asarray((one.value(draws) * other.value(draws)).sum(axis=axis + 1))


def _derivative(wanted: Name, draws: Draws) -> FloatArray:
    return draws.partial(wanted).values


def plain_sources(evidence: Evidence) -> list[Source]:
    """Return inputs, quantities, and their sums over one axis."""
    found = []
    for name in evidence.names:
        array = evidence.first.values[name]
        if array.dtype.kind not in "fiu" or array[0].size > LARGEST:
            continue
        kinds = evidence.kinds_of(name)
        plain = Source(name, kinds, partial(_named, name), 1.0, frozenset({name}))
        found.append(plain)
        if array.ndim > 1:
            found += _sums(plain, evidence)
    return found


def _sums(source: Source, evidence: Evidence) -> Iterator[Source]:
    """Yield the sums of an array over each axis, and over all."""
    letter = evidence.within
    count = len(source.kinds)
    if count == 1:
        yield Source(f"sum({source.text})", (), lambda d: source.value(d).sum(axis=1),
                     source.cost + 0.5, source.names)  # fmt: skip
        if np.abs(evidence.first.values[source.text]).max(initial=0.0) > 1:
            yield Source(f"sum(exp({source.text}))", (),
                         lambda d: np.exp(source.value(d)).sum(axis=1),
                         source.cost + 1.5, source.names)  # fmt: skip
    if count == 2:
        for axis in range(2):
            at = ["{0}", letter] if axis == 1 else [letter, "{0}"]
            yield Source(
                f"sum_{letter}({source.text}_{at[0]}{at[1]})", (source.kinds[1 - axis],),
                partial(_summed, source, axis), source.cost + 1, source.names,
            )  # fmt: skip


def partial_sources(evidence: Evidence) -> list[Source]:
    """Return the derivatives of the numerator by the quantities on the way to it."""
    numerator = evidence.derivative.numerator
    if evidence.first.values[numerator][0].size != 1 or evidence.first.values[numerator].ndim != 1:
        return []
    found = []
    for name in evidence.path:
        if name == numerator or evidence.first.values[name][0].size > 2**12:
            continue
        wanted = Name(numerator, name)
        found.append(
            Source(f"d{numerator}/d{name}", evidence.kinds_of(name),
                   partial(_derivative, wanted), PARTIAL, frozenset({str(wanted)}))
        )  # fmt: skip
    return found


def product_sources(evidence: Evidence, plain: Sequence[Source]) -> Iterator[Source]:
    """Yield products of two arrays, summed over one axis that they share."""
    letter = evidence.within
    arrays = [s for s in plain if 1 <= len(s.kinds) <= 2 and "(" not in s.text]
    for one, other in combinations(arrays, 2):
        for a, kind in enumerate(one.kinds):
            for b, same in enumerate(other.kinds):
                if kind == same and len(one.kinds) + len(other.kinds) <= 4:
                    yield _contracted(one, a, other, b, letter)
    for one in arrays:
        if len(one.kinds) == 1:
            yield Source(f"sum({one.text}^2)", (), partial(_squares, one),
                         2.0, one.names)  # fmt: skip


def _contracted(one: Source, a: int, other: Source, b: int, letter: str) -> Source:
    """Return the sum over an axis of a product; an axis that remains in common stays once."""
    left = [i for i in range(len(one.kinds)) if i != a]
    right = [i for i in range(len(other.kinds)) if i != b]

    def value(draws: Draws) -> FloatArray:
        first = np.moveaxis(one.value(draws), a + 1, -1)
        second = np.moveaxis(other.value(draws), b + 1, -1)
        if len(left) == len(right) == 1:
            return np.asarray(first @ np.swapaxes(second, 1, 2))
        if not right:
            return np.asarray((first @ second[..., None])[..., 0] if left
                              else (first * second).sum(axis=-1))  # fmt: skip
        return np.asarray((second @ first[..., None])[..., 0])

    slots = iter(["{0}", "{1}"])
    l_at = [letter if i == a else next(slots) for i in range(len(one.kinds))]
    r_at = [letter if i == b else next(slots) for i in range(len(other.kinds))]
    text = f"sum_{letter}({one.text}_{''.join(l_at)} {other.text}_{''.join(r_at)})"
    kinds = (*(one.kinds[i] for i in left), *(other.kinds[i] for i in right))
    return Source(text, kinds, value, 1.0 + one.cost + other.cost, one.names | other.names)


def row_product_sources(evidence: Evidence, plain: Sequence[Source]) -> Iterator[Source]:
    """Yield sums over one axis of products of two matrices of one shape: one axis remains."""
    letter = evidence.within
    arrays = [s for s in plain if len(s.kinds) == 2 and "(" not in s.text]
    for one, other in combinations(arrays, 2):
        if one.kinds == other.kinds:
            for axis in range(2):
                at = f"{letter}{{0}}" if axis == 0 else f"{{0}}{letter}"
                yield Source(
                    f"sum_{letter}({one.text}_{at} {other.text}_{at})",
                    (one.kinds[1 - axis],),
                    partial(_products, one, other, axis),
                    1.0 + one.cost + other.cost, one.names | other.names,
                )  # fmt: skip

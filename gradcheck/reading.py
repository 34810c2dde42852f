"""Read what a formula returned: entry by entry, denominator first, or with repeated indices.

Hand derivations write dz_j/db_j = 1 or da/dz = a(1 - a): fewer axes than the Jacobian has. That is
read as the entries whose numerator index equals the matching denominator index, with zeros
elsewhere.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError
from gradcheck.records import BoolArray, FloatArray, Name, Numeric

Shape = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]
"""Axes of the numerator, each with the axis of the denominator that shares its index."""


@dataclass(frozen=True)
class Reading:
    """How a result becomes the entries of a derivative."""

    numerator: Shape
    denominator: Shape
    denominator_first: bool = False
    pairs: Pairs = ()
    """The repeated indices; empty where the result has all the axes."""
    told: str | None = None
    """How the report puts it."""

    @property
    def result_shape(self) -> Shape:
        """The shape that the formula's result has, or broadcasts to."""
        matched = {i for i, _ in self.pairs}
        own = tuple(n for i, n in enumerate(self.numerator) if i not in matched)
        return self.denominator + own if self.denominator_first else own + self.denominator

    def align(self, result: npt.NDArray[Any]) -> FloatArray:
        """Return the result as float64 entries of shape (*numerator, *denominator)."""
        array = np.broadcast_to(result.astype(np.float64), self.result_shape)
        if self.denominator_first:
            own = array.ndim - len(self.denominator)
            array = np.moveaxis(array, range(-own, 0), range(own)) if own else array
        if not self.pairs:
            return array
        return self._spread(array)

    def _spread(self, array: FloatArray) -> FloatArray:
        """Put a result with repeated indices on the diagonal of zeros."""
        matched = {i for i, _ in self.pairs}
        axes = [1 if i in matched else self.numerator[i] for i in range(len(self.numerator))]
        wide = array.reshape(*axes, *self.denominator)
        return np.where(self.diagonal(), wide, 0.0)

    def diagonal(self) -> BoolArray:
        """Return where every repeated index is equal; shape (*numerator, *denominator)."""
        grid = np.indices(self.numerator + self.denominator, sparse=True)
        mask = np.ones(self.numerator + self.denominator, dtype=np.bool_)
        for i, j in self.pairs:
            mask &= grid[i] == grid[len(self.numerator) + j]
        return mask

    def entries_elsewhere_vanish(self, numeric: Numeric) -> bool:
        """Return whether the numeric Jacobian is zero off the diagonal, to its bound."""
        off = ~self.diagonal()
        small = np.abs(numeric.values) <= numeric.bound
        return bool((small & np.isfinite(numeric.bound))[..., off].all())


def read_result(
    full: Reading, shape: Shape, indices: int | None, numeric: Numeric, name: str, derivative: Name
) -> Reading:
    """Decide how to read a result.

    `full` reads a result with all axes. `shape` is that of the result, or () where the formula
    takes `indices` index parameters, fewer than there are axes.

    Raises JudgingError of kind `shape` where the result fits no reading.
    """
    if indices is None and shape == full.result_shape:
        return full
    fitting = [r for r in _repeated(full) if _admits(r.result_shape, shape, indices)]
    if not fitting:
        raise _misshapen(full, shape, name, derivative)
    exact = [r for r in fitting if r.result_shape == shape]
    fitting = exact or fitting
    held = [r for r in fitting if r.entries_elsewhere_vanish(numeric)]
    # Where one pair of indices will do, so may two, and then they say more.
    most = max((len(r.pairs) for r in held), default=0)
    held = [r for r in held if len(r.pairs) == most]
    if len(held) == 1 or (held and len({r.result_shape for r in fitting}) == 1):
        return _told(held[0], "its other entries are zero, as the numeric Jacobian's are")
    return _told((held or fitting)[0], "but the numeric Jacobian is not zero elsewhere")


def _told(reading: Reading, remark: str) -> Reading:
    pairs = " and ".join(f"index {i} of the numerator = index {j} of the denominator"
                         for i, j in reading.pairs)  # fmt: skip
    told = f"repeated indices: the entries where {pairs}; {remark}"
    return replace(reading, told=told)


def _repeated(full: Reading) -> Iterator[Reading]:
    """Return every way in which indices of numerator and denominator could be the same."""
    numerator, denominator = full.numerator, full.denominator
    for count in range(1, min(len(numerator), len(denominator)) + 1):
        for own, other in product(
            combinations(range(len(numerator)), count), permutations(range(len(denominator)), count)
        ):
            pairs = tuple(zip(own, other, strict=True))
            if all(numerator[i] == denominator[j] for i, j in pairs):
                yield Reading(numerator, denominator, full.denominator_first, pairs)


def _admits(wanted: Shape, shape: Shape, indices: int | None) -> bool:
    if indices is not None:
        return len(wanted) == indices
    try:
        return np.broadcast_shapes(shape, wanted) == wanted
    except ValueError:
        return False


def _misshapen(full: Reading, shape: Shape, name: str, derivative: Name) -> JudgingError:
    wanted = full.result_shape
    found = f"shape {shape}" if shape else "a single number"
    remedy = None
    if shape and shape == wanted[::-1]:
        remedy = "return its transpose"
        if full.numerator and full.denominator:
            remedy += ', or write `LAYOUT = "denominator"` at the top'
    elif shape and wanted and int(np.prod(shape)) == int(np.prod(wanted)):
        remedy = f"return it with `.reshape({', '.join(map(str, wanted))})` if the order is right"
    return JudgingError(
        "shape", f"`{name}` returned {found}; {derivative} has shape {wanted}", remedy=remedy
    )

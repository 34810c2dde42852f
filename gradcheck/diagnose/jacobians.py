"""What the chain rule is made of: products of numeric Jacobians and their terms, with what their
bounds let them be off by.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gradcheck.records import Draws, FloatArray, Name

Matrices = tuple[FloatArray, FloatArray]
"""A matrix in each trial, and by how much its entries may be off."""

Diagonal = Callable[[Draws], FloatArray]
"""What is on the diagonal of a matrix and its only entries not 0, shape (trials, rows)."""


class Product(NamedTuple):
    """A product of Jacobians from the numerator back: names next to each other."""

    names: tuple[tuple[str, str], ...]

    def on(self, draws: Draws) -> FloatArray:
        """Return its value, shape (trials, *derivative)."""
        return np.asarray(self._both(draws)[0])

    def off(self, draws: Draws) -> FloatArray:
        """Return by how much the bounds of its factors let it be off, same shape."""
        return np.asarray(self._both(draws)[1])

    def _both(self, draws: Draws) -> FloatArray:
        return draws.remembered(("chain", self.names), lambda: _multiplied(
            [jacobian(draws, *names) for names in self.names], draws,
        ))  # fmt: skip


class Replaced(NamedTuple):
    """A product of Jacobians in which a diagonal matrix stands in place of one."""

    product: Product
    which: tuple[str, str]
    told: str
    """What stands there, a text of its own for each."""
    diagonal: Diagonal

    def on(self, draws: Draws) -> FloatArray:
        """Return its value, shape (trials, *derivative)."""
        return np.asarray(self._both(draws)[0])

    def off(self, draws: Draws) -> FloatArray:
        """Return by how much the bounds of its factors let it be off, same shape."""
        return np.asarray(self._both(draws)[1])

    def _both(self, draws: Draws) -> FloatArray:
        return draws.remembered(("replaced", *self[:3]), lambda: _multiplied(
            [self._diagonal(draws) if names == self.which else jacobian(draws, *names)
             for names in self.product.names], draws,
        ))  # fmt: skip

    def _diagonal(self, draws: Draws) -> Matrices:
        diagonal = self.diagonal(draws)[:, :, None] * np.eye(draws.values[self.which[1]][0].size)
        return diagonal, np.zeros_like(diagonal)


def _multiplied(factors: Sequence[Matrices], draws: Draws) -> FloatArray:
    """Return a product, and by how much the bounds of its factors let it be off."""
    (product, off), *others = factors
    for factor, bound in others:
        off = off @ (np.abs(factor) + bound) + np.abs(product) @ bound
        product = product @ factor
    return np.stack([product.reshape(draws.numeric.shape), off.reshape(draws.numeric.shape)])


def jacobian(draws: Draws, numerator: str, denominator: str) -> Matrices:
    """Return a Jacobian as a matrix in each trial, and its bounds."""
    size = draws.values[numerator][0].size
    whole = draws.partial(Name(numerator, denominator))
    shape = (draws.trials, size, -1)
    return whole.values.reshape(shape), whole.bound.reshape(shape)


def diagonal_of(numerator: str, denominator: str, draws: Draws) -> FloatArray:
    """Return the diagonal of a square Jacobian, shape (trials, rows)."""
    return np.diagonal(jacobian(draws, numerator, denominator)[0], axis1=1, axis2=2)


def is_diagonal(draws: Draws, numerator: str, denominator: str) -> bool:
    """Return whether a square Jacobian has nothing off its diagonal, as far as its bounds tell.

    Raises GradcheckError where it cannot be had.
    """
    matrix, off = jacobian(draws, numerator, denominator)
    aside = ~np.eye(matrix.shape[1], dtype=np.bool_)
    return not bool((np.abs(matrix) > off)[:, aside].any())


class Terms(NamedTuple):
    """The terms of a sum along one axis of a quantity."""

    derivative: Name
    through: str
    axis: int

    def on(self, draws: Draws) -> FloatArray:
        """Return them, shape (trials, terms, *derivative)."""
        return draws.remembered(("terms", *self), lambda: self._on(draws))

    def _on(self, draws: Draws) -> FloatArray:
        numerator, by = self.derivative.numerator, self.derivative.denominator
        outer = draws.partial(Name(numerator, self.through)).values
        inner = draws.partial(Name(self.through, by)).values
        letters = "abcdefg"[: outer.ndim - 1]
        kept = letters[self.axis]
        return np.asarray(np.einsum(f"t{letters},t{letters}...->t{kept}...", outer, inner))

    def off(self, draws: Draws) -> FloatArray:
        """Return by how much the bounds of both factors let the sum be off."""
        return draws.remembered(("terms off", *self), lambda: self._off(draws))

    def _off(self, draws: Draws) -> FloatArray:
        numerator, by = self.derivative.numerator, self.derivative.denominator
        outer = draws.partial(Name(numerator, self.through))
        inner = draws.partial(Name(self.through, by))
        letters = "abcdefg"[: outer.values.ndim - 1]
        both = f"t{letters},t{letters}...->t..."
        off = np.einsum(both, outer.bound, np.abs(inner.values) + inner.bound)
        return np.asarray(off + np.einsum(both, np.abs(outer.values), inner.bound))

    def rest(self, draws: Draws) -> FloatArray:
        """Return what the derivative has beside the sum."""
        return np.asarray(draws.numeric - self.on(draws).sum(axis=1))

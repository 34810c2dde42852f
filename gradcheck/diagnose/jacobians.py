"""What the chain rule is made of: products of numeric Jacobians and their terms, with what their
bounds let them be off by.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gradcheck.records import Draws, FloatArray, Name

Matrices = tuple[FloatArray, FloatArray]
"""A matrix in each trial, and by how much its entries may be off."""


class StandIn(NamedTuple):
    """A diagonal matrix in place of one factor of a product; it counts as exact."""

    factor: tuple[str, str]
    """The factor, as the product names it."""
    key: str
    """Tells it from others in the same place: what is remembered goes by it."""
    diagonal: Callable[[Draws], FloatArray]
    """Returns the entries, shape (trials, rows)."""

    def on(self, draws: Draws) -> Matrices:
        """Return it as a matrix in each trial, and bounds of zero."""
        matrix = self.diagonal(draws)[:, :, None] * np.eye(draws.values[self.factor[1]][0].size)
        return matrix, np.zeros_like(matrix)


class Product(NamedTuple):
    """A product of Jacobians from the numerator back."""

    factors: tuple[tuple[str, str], ...]
    """The numerator and the denominator of each, from the left."""
    stand_in: StandIn | None = None

    def on(self, draws: Draws) -> FloatArray:
        """Return its value, shape (trials, *derivative). Raises GradcheckError where a Jacobian
        cannot be had.
        """
        return np.asarray(self._value_and_off(draws)[0])

    def off(self, draws: Draws) -> FloatArray:
        """Return by how much the bounds of its factors let it be off, same shape."""
        return np.asarray(self._value_and_off(draws)[1])

    def _value_and_off(self, draws: Draws) -> FloatArray:
        replaced = self.stand_in[:2] if self.stand_in is not None else None
        key = ("chain", self.factors, replaced)
        return draws.remembered(key, lambda: _multiplied(
            [self._matrices(draws, factor) for factor in self.factors], draws,
        ))  # fmt: skip

    def _matrices(self, draws: Draws, factor: tuple[str, str]) -> Matrices:
        if self.stand_in is not None and self.stand_in.factor == factor:
            return self.stand_in.on(draws)
        return jacobian(draws, *factor)


def _multiplied(factors: Sequence[Matrices], draws: Draws) -> FloatArray:
    """Return a product, and by how much the bounds of its factors let it be off; shape
    (2, trials, *derivative).
    """
    (product, off), *others = factors
    for factor, bound in others:
        off = off @ (np.abs(factor) + bound) + np.abs(product) @ bound
        product = product @ factor
    return np.stack([product.reshape(draws.numeric.shape), off.reshape(draws.numeric.shape)])


def jacobian(draws: Draws, numerator: str, denominator: str) -> Matrices:
    """Return a Jacobian as a matrix in each trial, and its bounds. Raises GradcheckError where it
    cannot be had.
    """
    size = draws.values[numerator][0].size
    whole = draws.partial(Name(numerator, denominator))
    shape = (draws.trials, size, -1)
    return whole.values.reshape(shape), whole.bound.reshape(shape)


def diagonal_of(draws: Draws, numerator: str, denominator: str) -> FloatArray:
    """Return the diagonal of a square Jacobian, shape (trials, rows). Raises likewise."""
    return np.diagonal(jacobian(draws, numerator, denominator)[0], axis1=1, axis2=2)


def is_diagonal(draws: Draws, numerator: str, denominator: str) -> bool:
    """Return whether a square Jacobian has nothing off its diagonal, as far as its bounds tell.
    Raises likewise.
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

"""What the chain rule is made of: products of numeric Jacobians and their terms, with what their
bounds let them be off by.
"""

from typing import NamedTuple

import numpy as np

from gradcheck.records import Draws, FloatArray, Name


class Product(NamedTuple):
    """A product of Jacobians from the numerator back: names next to each other."""

    names: tuple[tuple[str, str], ...]

    def on(self, draws: Draws) -> FloatArray:
        """Return its value, shape (trials, *derivative)."""
        return draws.remembered(("chain", self.names), lambda: self._on(draws))

    def _on(self, draws: Draws) -> FloatArray:
        product, *factors = (_jacobian(draws, *names)[0] for names in self.names)
        for factor in factors:
            product = product @ factor
        return product.reshape(draws.numeric.shape)

    def off(self, draws: Draws) -> FloatArray:
        """Return by how much the bounds of its factors let it be off, same shape."""
        return draws.remembered(("chain off", self.names), lambda: self._off(draws))

    def _off(self, draws: Draws) -> FloatArray:
        (product, off), *factors = (_jacobian(draws, *names) for names in self.names)
        for factor, bound in factors:
            off = off @ (np.abs(factor) + bound) + np.abs(product) @ bound
            product = product @ factor
        return off.reshape(draws.numeric.shape)


def _jacobian(draws: Draws, numerator: str, denominator: str) -> tuple[FloatArray, FloatArray]:
    """Return a Jacobian as a matrix in each trial, and its bounds."""
    size = draws.values[numerator][0].size
    whole = draws.partial(Name(numerator, denominator))
    shape = (draws.trials, size, -1)
    return whole.values.reshape(shape), whole.bound.reshape(shape)


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

"""The distributions that a problem declares its inputs with.

Every constructor takes the axes of the shape, whole numbers or expressions in sizes such as
`"m+1"`, and a `name` for `--input`, which tells two of one kind apart.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.errors import ProblemError
from gradcheck.sizes import Expression, Sizes, evaluate_size

Draw = Callable[[np.random.Generator, tuple[int, ...], Sizes], npt.NDArray[Any]]


@dataclass(frozen=True)
class Distribution:
    """How an input is drawn: a name, the shape as size expressions, and the rule."""

    name: str
    shape: tuple[Expression, ...]
    draw: Draw

    def dimensions(self, sizes: Sizes) -> tuple[int, ...]:
        """Return the shape in numbers.

        Raises ProblemError for an axis that names an unknown size or is shorter than 1.
        """
        lengths = tuple(evaluate_size(axis, sizes) for axis in self.shape)
        for axis, length in zip(self.shape, lengths, strict=True):
            if length < 1:
                raise ProblemError(
                    f"an axis of length {length}: `{axis}` where "
                    + ", ".join(f"{k} = {v}" for k, v in sizes.items()),
                    remedy="choose sizes that make every axis at least 1 long",
                )
        return lengths


def normal(
    *shape: Expression, mean: float = 0.0, std: float = 1.0, name: str = "normal"
) -> Distribution:
    """Independent normal variates."""
    return Distribution(name, shape, lambda rng, dims, _sizes: rng.normal(mean, std, dims))


def uniform(
    *shape: Expression, low: float = 0.0, high: float = 1.0, name: str = "uniform"
) -> Distribution:
    """Independent uniform variates in [low, high)."""
    return Distribution(name, shape, lambda rng, dims, _sizes: rng.uniform(low, high, dims))


def positive(*shape: Expression, name: str = "positive") -> Distribution:
    """Independent variates uniform in [0.5, 2): positive, and away from zero."""
    return uniform(*shape, low=0.5, high=2.0, name=name)


def simplex(*shape: Expression, name: str = "simplex") -> Distribution:
    """Probabilities that sum to 1 along the last axis, uniform on the simplex."""
    if not shape:
        raise ProblemError(f"`{name}` needs an axis")

    def draw(rng: np.random.Generator, dims: tuple[int, ...], _sizes: Sizes) -> npt.NDArray[Any]:
        waits = rng.exponential(size=dims)
        return np.asarray(waits / waits.sum(axis=-1, keepdims=True))

    return Distribution(name, shape, draw)


def one_hot(*shape: Expression, name: str = "one_hot") -> Distribution:
    """A single 1 along the last axis, at a random place, and zeros."""
    if not shape:
        raise ProblemError(f"`{name}` needs an axis")

    def draw(rng: np.random.Generator, dims: tuple[int, ...], _sizes: Sizes) -> npt.NDArray[Any]:
        return np.asarray(np.eye(dims[-1])[rng.integers(dims[-1], size=dims[:-1])])

    return Distribution(name, shape, draw)


def integers(
    *shape: Expression, low: Expression = 0, high: Expression = 10, name: str = "integers"
) -> Distribution:
    """Independent integers in [low, high); the limits may be size expressions."""

    def draw(rng: np.random.Generator, dims: tuple[int, ...], sizes: Sizes) -> npt.NDArray[Any]:
        return np.asarray(rng.integers(evaluate_size(low, sizes), evaluate_size(high, sizes), dims))

    return Distribution(name, shape, draw)


def label(classes: Expression, *shape: Expression, name: str = "label") -> Distribution:
    """The number of a class, 0 to classes - 1: a single integer unless a shape follows."""
    return integers(*shape, low=0, high=classes, name=name)


def constant(value: float, *shape: Expression, name: str = "constant") -> Distribution:
    """The same value everywhere, in every trial."""
    return Distribution(name, shape, lambda _rng, dims, _sizes: np.full(dims, float(value)))

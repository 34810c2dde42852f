"""What a right gradient is, and the functions that several of the costs share.

The shared functions accept complex arrays, so that the complex step can confirm each gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

COMPLEX_STEP = 1e-30
"""Imaginary step: no difference is taken, so it may be tiny (Squire and Trapp 1998)."""

Point = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Right:
    """A cost and its right gradient by one of its inputs."""

    name: str
    wrt: str
    cost: Callable[..., float]
    gradient: Callable[..., np.ndarray]
    draw: Callable[[np.random.Generator, float], Point]  # (generator, scale of the inputs)
    wrong: Mapping[str, Callable[..., np.ndarray]] = field(default_factory=dict)  # typical slips
    holomorphic: Callable[..., complex] | None = None  # the cost for complex input


def complex_step(right: Right, at: Point) -> np.ndarray:
    """Return the gradient by the complex step, entry by entry."""
    cost = right.holomorphic or right.cost
    value = np.asarray(at[right.wrt], dtype=float)
    result = np.empty(value.shape)
    for index in np.ndindex(value.shape):
        moved = value.astype(complex)
        moved[index] += 1j * COMPLEX_STEP
        result[index] = np.imag(cost(**{**at, right.wrt: moved})) / COMPLEX_STEP
    return result


def logsumexp(values, axis=-1, keepdims=False):
    """Return ln sum e^values, shifted by the largest."""
    top = np.max(values, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(values - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis=axis)


def log_softmax(values, axis=-1):
    """Return values - logsumexp(values), shifted first."""
    shifted = values - np.max(values, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def softmax(values, axis=-1):
    """Return e^values / sum e^values."""
    grown = np.exp(values - np.max(values, axis=axis, keepdims=True))
    return grown / np.sum(grown, axis=axis, keepdims=True)


def magnitude(values):
    """|values|, differentiable away from 0 for complex arrays too."""
    return np.where(values > 0, values, -values)


def softplus(values):
    """ln(1 + e^values) without overflow."""
    return np.maximum(values, 0) + np.log1p(np.exp(-magnitude(values)))


def sigmoid(values):
    """1 / (1 + e^-values) without overflow."""
    small = np.exp(-magnitude(values))
    return np.where(values > 0, 1, small) / (1 + small)


def half_square(values):
    """Return sum values^2 / 2."""
    return np.sum(values**2) / 2


def off_zero(rng, *shape):
    """Draws of magnitude 0.5 to 1.5 and either sign: away from the kink of |w|."""
    return rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape)


def one_hot(rng, count, classes):
    """`count` rows with a single 1 each."""
    return np.eye(classes)[rng.integers(classes, size=count)]


def simplex(rng, *shape):
    """Rows that are positive and sum to 1."""
    return rng.dirichlet(np.ones(shape[-1]), size=shape[:-1])


def labelled(rng, scale):
    """Examples X of two classes y, and weights w."""
    return {
        "X": rng.normal(size=(10, 4)),
        "w": scale * rng.normal(size=4),
        "y": rng.integers(0, 2, 10).astype(float),
    }

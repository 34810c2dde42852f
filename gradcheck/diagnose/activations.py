"""Derivatives of functions that are applied to each entry of an array by itself."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gradcheck.records import FloatArray


class Activation(NamedTuple):
    """The derivative of such a function, or what is taken for it."""

    text: str
    """With `{z}` for the array before the function, and `{a}` for the one after."""
    told: str
    """Whose derivative it is, or becomes with the wrong array."""
    derivative: Callable[[FloatArray, FloatArray], npt.NDArray[Any]]
    """From the arrays before and after, of one shape, to the derivative, of the same."""
    cost: float
    """More for a second way to write it, for a rarer function, and most for the wrong array."""


def _sigmoid(z: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-z)))


ACTIVATIONS = (
    Activation("{a} (1 - {a})", "a sigmoid", lambda _, a: a * (1 - a), 0.0),
    Activation("1 - {a}^2", "a tanh", lambda _, a: 1 - a**2, 0.0),
    Activation("1 where {z} > 0, else 0", "a ReLU", lambda z, _: (z > 0) * 1.0, 0.0),
    Activation("1 where {a} > 0, else 0", "a ReLU", lambda _, a: (a > 0) * 1.0, 0.2),
    Activation("{a}", "an exponential", lambda _, a: a, 0.4),
    Activation("exp({z})", "an exponential", lambda z, _: np.exp(z), 0.6),
    Activation("sigma({z})", "a softplus", lambda z, _: _sigmoid(z), 0.6),
    Activation("cos({z})", "a sine", lambda z, _: np.cos(z), 0.6),
    Activation("1/{z}", "a logarithm", lambda z, _: 1 / z, 0.6),
    Activation("{z}", "half a square", lambda z, _: z, 0.6),
    Activation("sign({z})", "an absolute value", lambda z, _: np.sign(z), 0.6),
    Activation("1/(2 {a})", "a square root", lambda _, a: 1 / (2 * a), 0.6),
    Activation("{z} (1 - {z})", "a sigmoid, of the array before it in place of the one after",
               lambda z, _: z * (1 - z), 0.8),
    Activation("1 - {z}^2", "a tanh, of the array before it in place of the one after",
               lambda z, _: 1 - z**2, 0.8),
    Activation("sigma({a}) (1 - sigma({a}))",
               "a sigmoid, of the array after it in place of the one before",
               lambda _, a: _sigmoid(a) * (1 - _sigmoid(a)), 0.8),
    Activation("1 - tanh({a})^2", "a tanh, of the array after it in place of the one before",
               lambda _, a: 1 - np.tanh(a) ** 2, 0.8),
)  # fmt: skip
"""The usual ones, and what their derivatives become where they are handed the wrong array."""

"""Gradients of small networks, by back-propagation."""

from __future__ import annotations

import functools
import math

import mpmath
import numpy as np

from tests.corpus.right import (
    Right,
    half_square,
    log_softmax,
    one_hot,
    sigmoid,
    softmax,
    softplus,
)

RELU = (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0)
LEAKY = (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1.0, 0.1))
ELU = (
    lambda z: np.where(z > 0, z, np.expm1(np.where(z > 0, 0, z))),
    lambda z: np.exp(np.minimum(z, 0)),
)
SWISH = (
    lambda z: z * sigmoid(z),
    lambda z: sigmoid(z) * (1 + z * sigmoid(-z)),
)
TANH = (np.tanh, lambda z: 1 - np.tanh(z) ** 2)
SOFTPLUS = (softplus, sigmoid)

_erf = np.vectorize(math.erf, otypes=[float])


@functools.partial(np.vectorize, otypes=[complex])
def _complex_erf(z):
    """Return the error function with digits enough for an imaginary part of 1e-30."""
    with mpmath.workdps(60):
        return complex(mpmath.erf(mpmath.mpc(complex(z))))


def gelu(z, erf=_erf):
    """Return z times the normal distribution function."""
    return z * (1 + erf(z / math.sqrt(2))) / 2


def gelu_slope(z):
    """Return the distribution function plus z times the density."""
    return (1 + _erf(z / math.sqrt(2))) / 2 + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _network(rng, scale):
    return {
        "W": scale * rng.normal(size=(3, 4)),
        "V": rng.normal(size=(4, 2)),
        "X": rng.normal(size=(6, 3)),
        "Y": rng.normal(size=(6, 2)),
    }


def _two_layers(name, activation, holomorphic=None):
    act, slope = activation

    def cost(W, V, X, Y, act=act):
        return half_square(act(X @ W) @ V - Y) / len(X)

    def gradient(W, V, X, Y):
        error = act(X @ W) @ V - Y
        return X.T @ ((error @ V.T) * slope(X @ W)) / len(X)

    def slope_forgotten(W, V, X, Y):
        return X.T @ ((act(X @ W) @ V - Y) @ V.T) / len(X)

    def slope_of_value(W, V, X, Y):
        return X.T @ (((act(X @ W) @ V - Y) @ V.T) * slope(act(X @ W))) / len(X)

    wrong = {"slope-forgotten": slope_forgotten}
    if name not in ("relu", "leaky-relu", "elu"):
        wrong["slope-of-value"] = slope_of_value
    twin = holomorphic and (lambda W, V, X, Y: cost(W, V, X, Y, holomorphic))
    return Right(f"two-layers-{name}", "W", cost, gradient, _network, wrong, twin)


TWO_LAYERS = [
    _two_layers("relu", RELU),
    _two_layers("leaky-relu", LEAKY),
    _two_layers("elu", ELU),
    _two_layers("swish", SWISH),
    _two_layers("tanh", TANH),
    _two_layers("softplus", SOFTPLUS),
    _two_layers("gelu", (gelu, gelu_slope), lambda z: gelu(z, _complex_erf)),
]


def _classifier_cost(V, W, X, T):
    return -np.mean(np.sum(T * log_softmax(np.maximum(X @ W, 0) @ V), -1))


def _classifier_gradient(V, W, X, T):
    hidden = np.maximum(X @ W, 0)
    return hidden.T @ (softmax(hidden @ V) - T) / len(X)


def _classifier(rng, scale):
    return {
        "V": scale * rng.normal(size=(4, 3)),
        "W": rng.normal(size=(3, 4)),
        "X": rng.normal(size=(6, 3)),
        "T": one_hot(rng, 6, 3),
    }


def _one_relu_cost(W, b, x, y):
    return half_square(np.maximum(W @ x + b, 0) - y)


def _one_relu_gradient(W, b, x, y):
    return (np.maximum(W @ x + b, 0) - y) * (W @ x + b > 0)


def _gated_cost(V, W, X, Y):
    return half_square(sigmoid(X @ V) * (X @ W) - Y)


def _gated_gradient(V, W, X, Y):
    gate = sigmoid(X @ V)
    return X.T @ ((gate * (X @ W) - Y) * (X @ W) * gate * sigmoid(-(X @ V)))


def _gate_slope_forgotten(V, W, X, Y):
    return X.T @ ((sigmoid(X @ V) * (X @ W) - Y) * (X @ W))


def _gated(rng, scale):
    return {
        "V": scale * rng.normal(size=(3, 2)),
        "W": rng.normal(size=(3, 2)),
        "X": rng.normal(size=(5, 3)),
        "Y": rng.normal(size=(5, 2)),
    }


def _residual_cost(W, X, Y):
    return half_square(X + np.tanh(X @ W) - Y)


def _autoencoder_cost(W, X):
    return half_square(np.tanh(X @ W) @ W.T - X)


def _autoencoder_gradient(W, X):
    hidden = np.tanh(X @ W)
    error = hidden @ W.T - X
    return error.T @ hidden + X.T @ ((error @ W) * (1 - hidden**2))


def _square(rng, scale):
    return {
        "W": scale * rng.normal(size=(3, 3)),
        "X": rng.normal(size=(5, 3)),
        "Y": rng.normal(size=(5, 3)),
    }


def _max_pool_gradient(Z):
    windows = Z.reshape(2, 3, 2)
    chosen = windows == windows.max(-1, keepdims=True)
    return (2 * windows * chosen).reshape(Z.shape)


OTHERS = [
    Right(
        "classifier-second-layer",
        "V",
        _classifier_cost,
        _classifier_gradient,
        _classifier,
        {
            "inactive-kept": lambda V, W, X, T: (
                (X @ W).T @ (softmax(np.maximum(X @ W, 0) @ V) - T) / len(X)
            )
        },
    ),
    Right(
        "relu-bias",
        "b",
        _one_relu_cost,
        _one_relu_gradient,
        lambda rng, scale: {
            "W": scale * rng.normal(size=(6, 3)),
            "b": scale * rng.normal(size=6),
            "x": rng.normal(size=3),
            "y": rng.normal(size=6),
        },
        {"dead-kept": lambda W, b, x, y: np.maximum(W @ x + b, 0) - y},
    ),
    Right(
        "gated-linear-unit",
        "V",
        _gated_cost,
        _gated_gradient,
        _gated,
        {"gate-slope-forgotten": _gate_slope_forgotten},
    ),
    Right(
        "residual-block",
        "X",
        _residual_cost,
        lambda W, X, Y: (
            (X + np.tanh(X @ W) - Y) + ((X + np.tanh(X @ W) - Y) * (1 - np.tanh(X @ W) ** 2)) @ W.T
        ),
        _square,
        {
            "skip-forgotten": lambda W, X, Y: (
                ((X + np.tanh(X @ W) - Y) * (1 - np.tanh(X @ W) ** 2)) @ W.T
            )
        },
    ),
    Right(
        "tied-autoencoder",
        "W",
        _autoencoder_cost,
        _autoencoder_gradient,
        lambda rng, scale: {"W": scale * rng.normal(size=(4, 2)), "X": rng.normal(size=(5, 4))},
        {"decoder-only": lambda W, X: (np.tanh(X @ W) @ W.T - X).T @ np.tanh(X @ W)},
    ),
    Right(
        "max-pool",
        "Z",
        lambda Z: np.sum(Z.reshape(2, 3, 2).max(-1) ** 2),
        _max_pool_gradient,
        lambda rng, scale: {"Z": scale * rng.normal(size=(2, 6))},
        {"mean-pool": lambda Z: Z},
    ),
]

RIGHT = TWO_LAYERS + OTHERS

"""Gradients through normalisation and attention."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import Right, half_square, softmax

TINY = 1e-5
"""The constant that implementations add to the variance."""


def _centred(X, axis):
    """X less its mean, divided by its deviation over `axis`; and 1 / deviation."""
    middle = X - np.mean(X, axis=axis, keepdims=True)
    inverse = 1 / np.sqrt(np.mean(middle**2, axis=axis, keepdims=True) + TINY)
    return middle * inverse, inverse


def _normalised(axis):
    """Cost, gradient and two wrong gradients of sum(G * normalised X) + half its cube."""

    def cost(X, G):
        return np.sum(G * _centred(X, axis)[0])

    def gradient(X, G):
        unit, inverse = _centred(X, axis)
        mean, along = (np.mean(term, axis=axis, keepdims=True) for term in (G, G * unit))
        return inverse * (G - mean - unit * along)

    def variance_fixed(X, G):
        return _centred(X, axis)[1] * (G - np.mean(G, axis=axis, keepdims=True))

    def mean_fixed(X, G):
        unit, inverse = _centred(X, axis)
        return inverse * (G - unit * np.mean(G * unit, axis=axis, keepdims=True))

    return cost, gradient, {"variance-held-fixed": variance_fixed, "mean-held-fixed": mean_fixed}


def _normalisation(name, axis, shape):
    cost, gradient, wrong = _normalised(axis)
    return Right(
        name,
        "X",
        cost,
        gradient,
        lambda rng, scale: {"X": scale * rng.normal(size=shape), "G": rng.normal(size=shape)},
        wrong,
    )


def _rms(X):
    return X / np.sqrt(np.mean(X**2, -1, keepdims=True) + TINY)


def _rms_gradient(X, G):
    inverse = 1 / np.sqrt(np.mean(X**2, -1, keepdims=True) + TINY)
    return inverse * (G - X * inverse**2 * np.mean(G * X, -1, keepdims=True))


def _scale_gradient(gain, X, Y):
    unit = _centred(X, -1)[0]
    return np.sum((unit * gain - Y) * unit, axis=0)


def _unit_rows(V):
    return V / np.sqrt(np.sum(V**2, -1, keepdims=True))


def _weight_norm_gradient(V, X, Y):
    length = np.sqrt(np.sum(V**2, -1, keepdims=True))
    outer = (X @ _unit_rows(V).T - Y).T @ X
    return (outer - _unit_rows(V) * np.sum(outer * _unit_rows(V), -1, keepdims=True)) / length


NORMS = [
    _normalisation("layer-norm", -1, (3, 5)),
    _normalisation("batch-norm", 0, (6, 3)),
    _normalisation("instance-norm-4d", (2, 3), (2, 2, 3, 2)),
    _normalisation("group-norm-3d", (1, 2), (2, 3, 3)),
    Right(
        "rms-norm",
        "X",
        lambda X, G: np.sum(G * _rms(X)),
        _rms_gradient,
        lambda rng, scale: {"X": scale * rng.normal(size=(3, 4)), "G": rng.normal(size=(3, 4))},
        {"root-held-fixed": lambda X, G: G / np.sqrt(np.mean(X**2, -1, keepdims=True) + TINY)},
    ),
    Right(
        "layer-norm-gain",
        "gain",
        lambda gain, X, Y: half_square(_centred(X, -1)[0] * gain - Y),
        _scale_gradient,
        lambda rng, scale: {
            "gain": scale * rng.normal(size=4),
            "X": rng.normal(size=(5, 4)),
            "Y": rng.normal(size=(5, 4)),
        },
        {"raw-input": lambda gain, X, Y: np.sum((_centred(X, -1)[0] * gain - Y) * X, axis=0)},
    ),
    Right(
        "weight-norm",
        "V",
        lambda V, X, Y: half_square(X @ _unit_rows(V).T - Y),
        _weight_norm_gradient,
        lambda rng, scale: {
            "V": scale * rng.normal(size=(2, 4)),
            "X": rng.normal(size=(5, 4)),
            "Y": rng.normal(size=(5, 2)),
        },
        {"length-held-fixed": lambda V, X, Y: (X @ _unit_rows(V).T - Y).T @ X},
    ),
]


def _swap(array):
    """Return the last two axes exchanged."""
    return np.swapaxes(array, -1, -2)


def _weights(Q, K):
    return softmax(Q @ _swap(K) / np.sqrt(K.shape[-1]))


def _attention_cost(Q, K, V, Y):
    return half_square(_weights(Q, K) @ V - Y)


def _score_gradient(Q, K, V, Y):
    """Return dJ / d(Q K^T / sqrt d)."""
    weights = _weights(Q, K)
    outer = (weights @ V - Y) @ _swap(V)
    return weights * (outer - np.sum(weights * outer, -1, keepdims=True))


def _by_query(Q, K, V, Y):
    return _score_gradient(Q, K, V, Y) @ K / np.sqrt(K.shape[-1])


def _by_key(Q, K, V, Y):
    return _swap(_score_gradient(Q, K, V, Y)) @ Q / np.sqrt(K.shape[-1])


def _by_value(Q, K, V, Y):
    return _swap(_weights(Q, K)) @ (_weights(Q, K) @ V - Y)


def _sequence(*lead):
    def draw(rng, scale):
        return {
            "Q": scale * rng.normal(size=(*lead, 4, 3)),
            "K": rng.normal(size=(*lead, 5, 3)),
            "V": rng.normal(size=(*lead, 5, 2)),
            "Y": rng.normal(size=(*lead, 4, 2)),
        }

    return draw


def _diagonal_softmax(Q, K, V, Y):
    weights = _weights(Q, K)
    outer = (weights @ V - Y) @ _swap(V)
    return weights * (1 - weights) * outer @ K / np.sqrt(K.shape[-1])


ATTENTION = [
    Right(
        "attention-query",
        "Q",
        _attention_cost,
        _by_query,
        _sequence(),
        {
            "root-forgotten": lambda Q, K, V, Y: _score_gradient(Q, K, V, Y) @ K,
            "softmax-as-if-diagonal": _diagonal_softmax,
        },
    ),
    Right(
        "attention-key",
        "K",
        _attention_cost,
        _by_key,
        _sequence(),
        {"divided-by-d": lambda Q, K, V, Y: _by_key(Q, K, V, Y) / np.sqrt(3)},
    ),
    Right(
        "attention-value",
        "V",
        _attention_cost,
        _by_value,
        _sequence(),
        {"forgets-target": lambda Q, K, V, Y: _swap(_weights(Q, K)) @ (_weights(Q, K) @ V)},
    ),
    Right(
        "attention-query-heads",
        "Q",
        _attention_cost,
        _by_query,
        _sequence(2),
        {"root-forgotten": lambda Q, K, V, Y: _score_gradient(Q, K, V, Y) @ K},
    ),
    Right(
        "attention-key-4d",
        "K",
        _attention_cost,
        _by_key,
        _sequence(1, 2),
        {"root-forgotten": lambda Q, K, V, Y: _swap(_score_gradient(Q, K, V, Y)) @ Q},
    ),
]

RIGHT = NORMS + ATTENTION

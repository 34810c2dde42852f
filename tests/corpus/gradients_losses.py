"""Gradients of losses for two classes, rankings and embeddings."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import (
    Right,
    labelled,
    logsumexp,
    off_zero,
    sigmoid,
    softmax,
    softplus,
)


def _focal(z, y):
    signed = (2 * y - 1) * z
    return np.sum(sigmoid(-signed) ** 2 * softplus(-signed))


def _focal_gradient(z, y):
    sign = 2 * y - 1
    hit, miss = sigmoid(sign * z), sigmoid(-sign * z)
    return -sign * miss**2 * (2 * hit * softplus(-sign * z) + miss)


def _dice(z, y):
    p = sigmoid(z)
    return 1 - (2 * np.sum(p * y) + 1) / (np.sum(p) + np.sum(y) + 1)


def _dice_gradient(z, y):
    p, total = sigmoid(z), np.sum(sigmoid(z)) + np.sum(y) + 1
    return -(2 * y * total - (2 * np.sum(p * y) + 1)) / total**2 * p * sigmoid(-z)


def _pixels(rng, scale):
    return {"z": scale * rng.normal(size=(4, 4)), "y": rng.integers(0, 2, (4, 4)).astype(float)}


BINARY = [
    Right(
        "focal",
        "z",
        _focal,
        _focal_gradient,
        _pixels,
        {"weight-held-fixed": lambda z, y: -(2 * y - 1) * sigmoid(-(2 * y - 1) * z) ** 3},
    ),
    Right(
        "dice",
        "z",
        _dice,
        _dice_gradient,
        _pixels,
        {
            "total-held-fixed": lambda z, y: (
                -2 * y / (np.sum(sigmoid(z)) + np.sum(y) + 1) * sigmoid(z) * sigmoid(-z)
            )
        },
    ),
    Right(
        "squared-hinge",
        "w",
        lambda X, w, y: np.mean(np.maximum(0, 1 - (2 * y - 1) * (X @ w)) ** 2) + 0.1 * np.sum(w**2),
        lambda X, w, y: (
            -2 * X.T @ ((2 * y - 1) * np.maximum(0, 1 - (2 * y - 1) * (X @ w))) / len(y) + 0.2 * w
        ),
        labelled,
        {
            "margin-forgotten": lambda X, w, y: (
                -2 * X.T @ ((2 * y - 1) * (1 - (2 * y - 1) * (X @ w))) / len(y) + 0.2 * w
            )
        },
    ),
    Right(
        "brier",
        "w",
        lambda X, w, y: np.sum((sigmoid(X @ w) - y) ** 2) / 2,
        lambda X, w, y: X.T @ ((sigmoid(X @ w) - y) * sigmoid(X @ w) * sigmoid(-(X @ w))),
        labelled,
        {"as-cross-entropy": lambda X, w, y: X.T @ (sigmoid(X @ w) - y)},
    ),
    Right(
        "exponential-boosting",
        "w",
        lambda X, w, y: np.mean(np.exp(-(2 * y - 1) * (X @ w))),
        lambda X, w, y: -X.T @ ((2 * y - 1) * np.exp(-(2 * y - 1) * (X @ w))) / len(y),
        labelled,
    ),
]


def _triplet(A, P, N):
    return np.sum(np.maximum(0, 1 + np.sum((A - P) ** 2, -1) - np.sum((A - N) ** 2, -1)))


def _triplet_gradient(A, P, N):
    active = 1 + np.sum((A - P) ** 2, -1) - np.sum((A - N) ** 2, -1) > 0
    return active[:, None] * 2 * (N - P)


def _contrast(A, B):
    scores = A @ B.T / 0.5
    return -np.mean(np.diagonal(scores) - logsumexp(scores))


def _contrast_gradient(A, B):
    return (softmax(A @ B.T / 0.5) - np.eye(len(A))) @ B / (0.5 * len(A))


def _ranking(w, X, Z):
    return np.sum(softplus((Z - X) @ w)) + 0.05 * np.sum(w**2)


def _embedded(rng, scale):
    return {"A": scale * rng.normal(size=(4, 3)), "B": rng.normal(size=(4, 3))}


EMBEDDINGS = [
    Right(
        "triplet",
        "A",
        _triplet,
        _triplet_gradient,
        lambda rng, scale: {name: scale * rng.normal(size=(6, 3)) for name in "APN"},
        {"always-active": lambda A, P, N: 2 * (N - P)},
    ),
    Right(
        "contrastive",
        "A",
        _contrast,
        _contrast_gradient,
        _embedded,
        {"heat-forgotten": lambda A, B: (softmax(A @ B.T / 0.5) - np.eye(len(A))) @ B / len(A)},
    ),
    Right(
        "pairwise-ranking",
        "w",
        _ranking,
        lambda w, X, Z: (Z - X).T @ sigmoid((Z - X) @ w) + 0.1 * w,
        lambda rng, scale: {
            "w": scale * off_zero(rng, 3),
            "X": rng.normal(size=(7, 3)),
            "Z": rng.normal(size=(7, 3)),
        },
        {"without-penalty": lambda w, X, Z: (Z - X).T @ sigmoid((Z - X) @ w)},
    ),
    Right(
        "logsumexp",
        "A",
        lambda A, B: logsumexp((A + B).ravel()),
        lambda A, B: softmax((A + B).ravel()).reshape(A.shape),
        _embedded,
        {"by-rows": lambda A, B: softmax(A + B)},
    ),
]

RIGHT = BINARY + EMBEDDINGS

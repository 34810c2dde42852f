"""Gradients of regressions and other models that are linear inside."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import Right, half_square, magnitude, off_zero, softplus


def _regression(rng, scale, rows=9, columns=4):
    return {
        "X": scale * rng.normal(size=(rows, columns)),
        "w": scale * rng.normal(size=columns),
        "y": scale * rng.normal(size=rows),
    }


def _counts(rng, scale):
    at = _regression(rng, scale)
    return {**at, "X": 0.4 * at["X"], "y": rng.poisson(2.0, 9).astype(float)}


def _times(rng, scale):
    at = _regression(rng, scale)
    return {**at, "X": 0.4 * at["X"], "y": rng.exponential(1.0, 9) + 0.1}


def _layers(rng, scale):
    return {
        "X": scale * rng.normal(size=(7, 3)),
        "W": scale * rng.normal(size=(3, 4)),
        "Y": scale * rng.normal(size=(7, 4)),
    }


LEAST_SQUARES = [
    Right(
        "least-squares",
        "w",
        lambda X, w, y: half_square(X @ w - y) / len(y),
        lambda X, w, y: X.T @ (X @ w - y) / len(y),
        _regression,
        {
            "without-1/n": lambda X, w, y: X.T @ (X @ w - y),
            "forgets-y": lambda X, w, y: X.T @ (X @ w) / len(y),
        },
    ),
    Right(
        "ridge",
        "w",
        lambda X, w, y: half_square(X @ w - y) + 0.3 * np.sum(w**2),
        lambda X, w, y: X.T @ (X @ w - y) + 0.6 * w,
        _regression,
        {
            "without-penalty": lambda X, w, y: X.T @ (X @ w - y),
            "penalty-halved": lambda X, w, y: X.T @ (X @ w - y) + 0.3 * w,
        },
    ),
    Right(
        "lasso-off-zero",
        "w",
        lambda X, w, y: half_square(X @ w - y) + 0.2 * np.sum(magnitude(w)),
        lambda X, w, y: X.T @ (X @ w - y) + 0.2 * np.sign(w),
        lambda rng, scale: {**_regression(rng, scale), "w": scale * off_zero(rng, 4)},
        {"sign-forgotten": lambda X, w, y: X.T @ (X @ w - y) + 0.2},
    ),
    Right(
        "elastic-net-matrix",
        "W",
        lambda X, W, Y: half_square(X @ W - Y) + np.sum(0.1 * magnitude(W) + 0.05 * W**2),
        lambda X, W, Y: X.T @ (X @ W - Y) + 0.1 * np.sign(W) + 0.1 * W,
        lambda rng, scale: {**_layers(rng, scale), "W": scale * off_zero(rng, 3, 4)},
        {"square-undoubled": lambda X, W, Y: X.T @ (X @ W - Y) + 0.1 * np.sign(W) + 0.05 * W},
    ),
    Right(
        "multi-output-least-squares",
        "W",
        lambda X, W, Y: half_square(X @ W - Y),
        lambda X, W, Y: X.T @ (X @ W - Y),
        _layers,
        {"residual-of-sign": lambda X, W, Y: X.T @ (X @ W + Y)},
    ),
    Right(
        "matrix-factorisation",
        "U",
        lambda U, V, R, M: half_square(M * (R - U @ V.T)) + 0.05 * np.sum(U**2),
        lambda U, V, R, M: -(M * (R - U @ V.T)) @ V + 0.1 * U,
        lambda rng, scale: {
            "U": scale * rng.normal(size=(5, 2)),
            "V": scale * rng.normal(size=(6, 2)),
            "R": scale * rng.normal(size=(5, 6)),
            "M": rng.integers(0, 2, (5, 6)).astype(float),
        },
        {
            "mask-forgotten": lambda U, V, R, M: -(R - U @ V.T) @ V + 0.1 * U,
            "without-penalty": lambda U, V, R, M: -(M * (R - U @ V.T)) @ V,
        },
    ),
    Right(
        "exponential-decay-rate",
        "rate",
        lambda rate, times, y: half_square(y - np.exp(-rate * times)),
        lambda rate, times, y: np.sum((y - np.exp(-rate * times)) * times * np.exp(-rate * times)),
        lambda rng, scale: {
            "rate": np.array(scale * rng.uniform(0.5, 2)),
            "times": np.linspace(0, 2, 8) / scale,
            "y": rng.uniform(0, 1, 8),
        },
        {
            "forgets-times": lambda rate, times, y: np.sum(
                (y - np.exp(-rate * times)) * np.exp(-rate * times)
            )
        },
    ),
]

LIKELIHOODS = [
    Right(
        "poisson",
        "w",
        lambda X, w, y: np.sum(np.exp(X @ w) - y * (X @ w)),
        lambda X, w, y: X.T @ (np.exp(X @ w) - y),
        _counts,
        {"without-exp": lambda X, w, y: X.T @ (X @ w - y)},
    ),
    Right(
        "exponential-times",
        "w",
        lambda X, w, y: np.mean(y * np.exp(-(X @ w)) + X @ w),
        lambda X, w, y: X.T @ (1 - y * np.exp(-(X @ w))) / len(y),
        _times,
        {"without-one": lambda X, w, y: -X.T @ (y * np.exp(-(X @ w))) / len(y)},
    ),
    Right(
        "negative-binomial",
        "w",
        lambda X, w, y: np.sum((y + 2) * softplus(X @ w - np.log(2)) - y * (X @ w)),
        lambda X, w, y: X.T @ ((y + 2) / (1 + 2 * np.exp(-(X @ w))) - y),
        _counts,
        {"dispersion-forgotten": lambda X, w, y: X.T @ (y / (1 + 2 * np.exp(-(X @ w))) - y)},
    ),
    Right(
        "student-t",
        "w",
        lambda X, w, y: 2.5 * np.sum(np.log(1 + (X @ w - y) ** 2 / 4)),
        lambda X, w, y: X.T @ (5 * (X @ w - y) / (4 + (X @ w - y) ** 2)),
        _regression,
        {"weight-forgotten": lambda X, w, y: X.T @ (5 * (X @ w - y) / 4)},
    ),
    Right(
        "gaussian-log-deviation",
        "s",
        lambda s, r: r.size * s + np.sum(r**2) * np.exp(-2 * s) / 2,
        lambda s, r: r.size - np.sum(r**2) * np.exp(-2 * s),
        lambda rng, scale: {"s": np.array(rng.normal()), "r": scale * rng.normal(size=6)},
        {"by-deviation": lambda s, r: (r.size - np.sum(r**2) * np.exp(-2 * s)) * np.exp(-s)},
    ),
    Right(
        "autoregression",
        "phi",
        lambda phi, z: half_square(z[1:] - phi * z[:-1]) - np.log(1 - phi**2) / 2,
        lambda phi, z: -np.sum((z[1:] - phi * z[:-1]) * z[:-1]) + phi / (1 - phi**2),
        lambda rng, scale: {
            "phi": np.array(rng.uniform(-0.8, 0.8)),
            "z": scale * rng.normal(size=12),
        },
        {"without-stationary-term": lambda phi, z: -np.sum((z[1:] - phi * z[:-1]) * z[:-1])},
    ),
    Right(
        "variational-kl",
        "v",
        lambda v, u: np.sum(np.exp(v) + u**2 - 1 - v) / 2,
        lambda v, u: (np.exp(v) - 1) / 2,
        lambda rng, scale: {"v": scale * rng.normal(size=(2, 3)), "u": rng.normal(size=(2, 3))},
        {"without-one": lambda v, u: np.exp(v) / 2},
    ),
]


def _pair(rng, scale):
    return {"u": scale * rng.normal(size=5), "v": scale * rng.normal(size=5)}


def _cosine_gradient(u, v):
    length, other = np.sqrt(u @ u), np.sqrt(v @ v)
    return -(v / other - (u @ v) / (length * other) * u / length) / length


GEOMETRY = [
    Right(
        "bilinear",
        "A",
        lambda A, u, v: u @ A @ v,
        lambda A, u, v: np.outer(u, v),
        lambda rng, scale: {
            "A": scale * rng.normal(size=(4, 4)),
            "u": scale * rng.normal(size=4),
            "v": scale * rng.normal(size=4),
        },
    ),
    Right(
        "quadratic-form",
        "u",
        lambda A, u: u @ A @ u,
        lambda A, u: (A + A.T) @ u,
        lambda rng, scale: {"A": rng.normal(size=(5, 5)), "u": scale * rng.normal(size=5)},
        {"as-if-symmetric": lambda A, u: 2 * A @ u},
    ),
    Right(
        "mahalanobis",
        "mu",
        lambda mu, x, P: (x - mu) @ P @ (x - mu) / 2,
        lambda mu, x, P: -P @ (x - mu),
        lambda rng, scale: {
            "mu": scale * rng.normal(size=4),
            "x": scale * rng.normal(size=4),
            "P": np.eye(4) + np.full((4, 4), 0.3),
        },
        {"precision-forgotten": lambda mu, x, P: mu - x},
    ),
    Right(
        "cosine-similarity",
        "u",
        lambda u, v: 1 - (u @ v) / np.sqrt((u @ u) * (v @ v)),
        _cosine_gradient,
        _pair,
        {"norm-held-fixed": lambda u, v: -v / np.sqrt((u @ u) * (v @ v))},
    ),
    Right(
        "rayleigh-quotient",
        "u",
        lambda A, u: (u @ A @ u) / (u @ u),
        lambda A, u: ((A + A.T) @ u - 2 * (u @ A @ u) / (u @ u) * u) / (u @ u),
        lambda rng, scale: {"A": rng.normal(size=(5, 5)), "u": scale * rng.normal(size=5)},
        {"norm-held-fixed": lambda A, u: (A + A.T) @ u / (u @ u)},
    ),
]

RIGHT = LEAST_SQUARES + LIKELIHOODS + GEOMETRY

"""Gradients of piecewise and robust losses; the draws stay off the joints almost surely."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import Right, magnitude, sigmoid, softplus


def _outliers(rng, scale):
    return {
        "w": rng.normal(size=3),
        "X": scale * rng.normal(size=(12, 3)),
        "y": scale * 3 * rng.standard_t(2, size=12),
    }


def huber(r):
    """r^2 / 2 up to 1, |r| - 1/2 beyond."""
    return np.where(magnitude(r) <= 1, r**2 / 2, magnitude(r) - 0.5)


def tukey(r, reach=4.685):
    """Biweight: flat beyond `reach`."""
    return np.where(
        magnitude(r) <= reach, reach**2 / 6 * (1 - (1 - (r / reach) ** 2) ** 3), reach**2 / 6
    )


def tukey_influence(r, reach=4.685):
    """Return r (1 - (r/reach)^2)^2 inside, 0 beyond."""
    return np.where(np.abs(r) <= reach, r * (1 - (r / reach) ** 2) ** 2, 0.0)


def log_cosh(r):
    """Return ln cosh r without overflow."""
    return magnitude(r) + softplus(-2 * magnitude(r)) - np.log(2)


def _smooth_variation(Z):
    right, down = Z[:, 1:] - Z[:, :-1], Z[1:, :] - Z[:-1, :]
    return np.sum(np.sqrt(0.1 + right**2)) + np.sum(np.sqrt(0.1 + down**2))


def _smooth_variation_gradient(Z):
    right, down = Z[:, 1:] - Z[:, :-1], Z[1:, :] - Z[:-1, :]
    across, along = right / np.sqrt(0.1 + right**2), down / np.sqrt(0.1 + down**2)
    result = np.zeros(Z.shape)
    result[:, 1:] += across
    result[:, :-1] -= across
    result[1:, :] += along
    result[:-1, :] -= along
    return result


def _robust(name, loss, influence, wrong):
    return Right(
        name,
        "w",
        lambda w, X, y: np.mean(loss(X @ w - y)),
        lambda w, X, y: X.T @ influence(X @ w - y) / len(y),
        _outliers,
        {
            label: lambda w, X, y, slip=slip: X.T @ slip(X @ w - y) / len(y)
            for label, slip in wrong.items()
        },
    )


RIGHT = [
    _robust(
        "huber",
        huber,
        lambda r: np.clip(r, -1, 1),
        {"never-clipped": lambda r: r, "always-clipped": np.sign},
    ),
    _robust(
        "tukey",
        tukey,
        tukey_influence,
        {
            "never-flat": lambda r: r * (1 - (r / 4.685) ** 2) ** 2,
            "power-one": lambda r: np.where(np.abs(r) <= 4.685, r * (1 - (r / 4.685) ** 2), 0),
        },
    ),
    _robust(
        "pseudo-huber",
        lambda r: np.sqrt(1 + r**2) - 1,
        lambda r: r / np.sqrt(1 + r**2),
        {"root-forgotten": lambda r: r / (1 + r**2)},
    ),
    _robust("log-cosh", log_cosh, np.tanh, {"sign": np.sign}),
    _robust(
        "cauchy",
        lambda r: np.log(1 + r**2),
        lambda r: 2 * r / (1 + r**2),
        {"two-forgotten": lambda r: r / (1 + r**2)},
    ),
    _robust(
        "quantile",
        lambda r: np.where(r > 0, 0.3 * r, -0.7 * r),
        lambda r: np.where(r > 0, 0.3, -0.7),
        {"swapped": lambda r: np.where(r > 0, 0.7, -0.3)},
    ),
    _robust(
        "epsilon-insensitive",
        lambda r: np.maximum(0, magnitude(r) - 0.5),
        lambda r: np.sign(r) * (np.abs(r) > 0.5),
        {"zone-forgotten": np.sign},
    ),
    _robust(
        "welsch",
        lambda r: np.exp(-0.5 * r**2) * -1.0,
        lambda r: r * np.exp(-0.5 * r**2),
        {"exponent-forgotten": lambda r: r},
    ),
    _robust(
        "soft-absolute",
        lambda r: softplus(r) + softplus(-r),
        lambda r: sigmoid(r) - sigmoid(-r),
        {"one-sided": sigmoid},
    ),
    Right(
        "total-variation",
        "Z",
        _smooth_variation,
        _smooth_variation_gradient,
        lambda rng, scale: {"Z": scale * rng.normal(size=(4, 5))},
        {"edges-forgotten": lambda Z: np.pad(_smooth_variation_gradient(Z)[1:-1, 1:-1], 1)},
    ),
]

"""Gradients of determinants, inverses, eigenvalues and Gaussian likelihoods."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import Right, half_square, log_softmax, logsumexp, softmax

inverse = np.linalg.inv


def _positive(rng, size=4):
    """Return a well-conditioned matrix, not symmetric, with a positive determinant."""
    root = rng.normal(size=(size, size))
    skew = rng.normal(size=(size, size))
    return root @ root.T / size + np.eye(size) + 0.2 * (skew - skew.T)


def _matrix(rng, scale):
    return {"A": scale * _positive(rng)}


def _matrix_and_vector(rng, scale):
    return {"A": scale * _positive(rng), "y": rng.normal(size=4)}


def _log_determinant(A):
    return np.linalg.slogdet(A)[1]


DETERMINANTS = [
    Right(
        "log-determinant",
        "A",
        _log_determinant,
        lambda A: inverse(A).T,
        _matrix,
        {"of-the-square": lambda A: inverse(A @ A).T},
        holomorphic=lambda A: np.log(np.linalg.det(A)),
    ),
    Right(
        "determinant",
        "A",
        lambda A: np.linalg.det(A),
        lambda A: np.linalg.det(A) * inverse(A).T,
        _matrix,
        {"as-log": lambda A: inverse(A).T},
    ),
    Right(
        "trace-of-product",
        "A",
        lambda A, B: np.trace(A @ B),
        lambda A, B: B.T,
        lambda rng, scale: {"A": scale * rng.normal(size=(3, 3)), "B": rng.normal(size=(3, 3))},
    ),
    Right(
        "trace-of-inverse",
        "A",
        lambda A: np.trace(inverse(A)),
        lambda A: -inverse(A @ A).T,
        _matrix,
        {"one-factor": lambda A: -inverse(A).T},
    ),
    Right(
        "trace-of-fourth-power",
        "A",
        lambda A: np.trace(A @ A @ A @ A),
        lambda A: 4 * (A @ A @ A).T,
        _matrix,
        {"factor-forgotten": lambda A: (A @ A @ A).T},
    ),
    Right(
        "inverse-quadratic",
        "A",
        lambda A, y: y @ np.linalg.solve(A, y),
        lambda A, y: -np.outer(inverse(A).T @ y, inverse(A) @ y),
        _matrix_and_vector,
        {"sign-and-order": lambda A, y: np.outer(inverse(A) @ y, inverse(A).T @ y)},
    ),
    Right(
        "frobenius-norm",
        "A",
        lambda A: np.sqrt(np.sum(A**2)),
        lambda A: A / np.sqrt(np.sum(A**2)),
        lambda rng, scale: {"A": scale * rng.normal(size=(3, 4))},
        {"of-the-square": lambda A: A},
    ),
    Right(
        "whitening",
        "A",
        lambda A, y: half_square(A @ y) - np.log(np.linalg.det(A)),
        lambda A, y: np.outer(A @ y, y) - inverse(A).T,
        _matrix_and_vector,
        {"volume-forgotten": lambda A, y: np.outer(A @ y, y)},
    ),
]


def _top(A):
    return np.linalg.eigh((A + A.T) / 2)


def _top_holomorphic(A):
    values = np.linalg.eigvals((A + A.T) / 2)
    return values[np.argmax(values.real)]


def _triangle(rng, scale):
    lower = np.tril(0.4 * rng.normal(size=(4, 4)), -1) + np.diag(rng.uniform(0.7, 1.5, 4))
    return {"L": scale * lower, "r": rng.normal(size=4)}


def _cholesky_cost(L, r):
    return np.sum(np.log(np.diagonal(L))) + half_square(np.linalg.solve(np.tril(L), r))


def _cholesky_gradient(L, r):
    unit = np.linalg.solve(np.tril(L), r)
    back = np.linalg.solve(np.tril(L).T, unit)
    return np.diag(1 / np.diagonal(L)) - np.tril(np.outer(back, unit))


def _gaussian_cost(A, y):
    return (_log_determinant(A) + y @ np.linalg.solve(A, y)) / 2


def _gaussian_gradient(A, y):
    return (inverse(A).T - np.outer(inverse(A).T @ y, inverse(A) @ y)) / 2


def _kernel(length, nodes):
    gaps = (nodes[:, None] - nodes[None, :]) ** 2
    return np.exp(-gaps / (2 * np.exp(2 * length))) + 0.1 * np.eye(len(nodes)), gaps


def _process_cost(length, nodes, y):
    covariance, _ = _kernel(length, nodes)
    return (np.log(np.linalg.det(covariance)) + y @ np.linalg.solve(covariance, y)) / 2


def _process_gradient(length, nodes, y):
    covariance, gaps = _kernel(length, nodes)
    change = (covariance - 0.1 * np.eye(len(nodes))) * gaps * np.exp(-2 * length)
    weights = np.linalg.solve(covariance, y)
    return (np.trace(np.linalg.solve(covariance, change)) - weights @ change @ weights) / 2


def _process_volume_forgotten(length, nodes, y):
    covariance, gaps = _kernel(length, nodes)
    change = (covariance - 0.1 * np.eye(len(nodes))) * gaps * np.exp(-2 * length)
    weights = np.linalg.solve(covariance, y)
    return -weights @ change @ weights / 2


GAUSSIANS = [
    Right(
        "largest-eigenvalue",
        "A",
        lambda A: _top(A)[0][-1],
        lambda A: np.outer(_top(A)[1][:, -1], _top(A)[1][:, -1]),
        _matrix,
        {"smallest": lambda A: np.outer(_top(A)[1][:, 0], _top(A)[1][:, 0])},
        holomorphic=_top_holomorphic,
    ),
    Right(
        "cholesky-likelihood",
        "L",
        _cholesky_cost,
        _cholesky_gradient,
        _triangle,
        {
            "volume-forgotten": lambda L, r: _cholesky_gradient(L, r) - np.diag(1 / np.diagonal(L)),
            "not-triangular": lambda L, r: (
                inverse(L).T
                - np.outer(inverse(L).T @ inverse(L) @ r, inverse(L) @ r)
                + np.triu(np.ones((4, 4)), 1)
            ),
        },
    ),
    Right(
        "gaussian-likelihood",
        "A",
        _gaussian_cost,
        _gaussian_gradient,
        _matrix_and_vector,
        {"volume-forgotten": lambda A, y: -np.outer(inverse(A).T @ y, inverse(A) @ y) / 2},
        holomorphic=lambda A, y: (np.log(np.linalg.det(A)) + y @ np.linalg.solve(A, y)) / 2,
    ),
    Right(
        "gaussian-process-length",
        "length",
        _process_cost,
        _process_gradient,
        lambda rng, scale: {
            "length": np.array(rng.normal() / 2),
            "nodes": np.sort(rng.uniform(-2, 2, 5)),
            "y": scale * rng.normal(size=5),
        },
        {"volume-forgotten": _process_volume_forgotten},
    ),
]


def _gaps(M, X):
    return -np.sum((X[:, None, :] - M[None, :, :]) ** 2, -1) / 2


def _mixture_gradient(M, X, a):
    share = softmax(_gaps(M, X) + log_softmax(a))
    return -np.sum(share[:, :, None] * (X[:, None, :] - M[None, :, :]), axis=0)


def _mixture(rng, scale):
    return {
        "M": scale * rng.normal(size=(3, 2)),
        "X": scale * rng.normal(size=(8, 2)),
        "a": rng.normal(size=3),
    }


MIXTURES = [
    Right(
        "mixture-means",
        "M",
        lambda M, X, a: -np.sum(logsumexp(_gaps(M, X) + log_softmax(a))),
        _mixture_gradient,
        _mixture,
        {
            "weights-forgotten": lambda M, X, a: _mixture_gradient(M, X, np.zeros(3)),
            "shares-forgotten": lambda M, X, a: -np.sum(X[:, None, :] - M[None], axis=0) / 3,
        },
    ),
    Right(
        "mixture-weights",
        "a",
        lambda M, X, a: -np.sum(logsumexp(_gaps(M, X) + log_softmax(a))),
        lambda M, X, a: len(X) * softmax(a) - np.sum(softmax(_gaps(M, X) + log_softmax(a)), 0),
        _mixture,
        {"unconstrained": lambda M, X, a: -np.sum(softmax(_gaps(M, X) + log_softmax(a)), 0)},
    ),
]

RIGHT = DETERMINANTS + GAUSSIANS + MIXTURES

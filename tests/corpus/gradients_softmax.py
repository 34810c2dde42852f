"""Gradients of cross-entropy and its kin, in several layouts."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import (
    Right,
    labelled,
    log_softmax,
    one_hot,
    sigmoid,
    simplex,
    softmax,
    softplus,
)


def _one_example(rng, scale):
    return {
        "W": scale * rng.normal(size=(4, 3)),
        "x": rng.normal(size=3),
        "b": rng.normal(size=4),
        "T": simplex(rng, 4),
    }


def _mini_batch(rng, scale):
    return {
        "W": scale * rng.normal(size=(3, 5)),
        "X": rng.normal(size=(8, 3)),
        "T": one_hot(rng, 8, 5),
    }


def _logits(rng, scale):
    return {"z": scale * rng.normal(size=(3, 4)), "P": simplex(rng, 3, 4)}


RIGHT = [
    Right(
        "logistic",
        "w",
        lambda X, w, y: np.mean(softplus(X @ w) - y * (X @ w)),
        lambda X, w, y: X.T @ (sigmoid(X @ w) - y) / len(y),
        labelled,
        {
            "slope-of-sigmoid-kept": lambda X, w, y: (
                X.T @ ((sigmoid(X @ w) - y) * sigmoid(X @ w) * (1 - sigmoid(X @ w))) / len(y)
            )
        },
    ),
    Right(
        "softmax-one-example",
        "W",
        lambda W, x, b, T: -T @ log_softmax(W @ x + b),
        lambda W, x, b, T: np.outer(softmax(W @ x + b) * T.sum() - T, x),
        _one_example,
        {"target-term-only": lambda W, x, b, T: -np.outer(T * (1 - softmax(W @ x + b)), x)},
    ),
    Right(
        "softmax-bias",
        "b",
        lambda W, x, b, T: -T @ log_softmax(W @ x + b) / 3,
        lambda W, x, b, T: (softmax(W @ x + b) - T) / 3,
        _one_example,
        {"without-1/m": lambda W, x, b, T: softmax(W @ x + b) - T},
    ),
    Right(
        "softmax-mini-batch",
        "W",
        lambda W, X, T: -np.sum(T * log_softmax(X @ W)) / len(X),
        lambda W, X, T: X.T @ (softmax(X @ W) - T) / len(X),
        _mini_batch,
        {"softmax-over-examples": lambda W, X, T: X.T @ (softmax(X @ W, 0) - T) / len(X)},
    ),
    Right(
        "softmax-columns-naive",
        "W",
        lambda W, X, T: -np.mean(np.sum(T.T * np.log(softmax(W.T @ X.T, 0)), axis=0)),
        lambda W, X, T: X.T @ (softmax(X @ W) - T) / len(X),
        _mini_batch,
        {"divides-by-classes": lambda W, X, T: X.T @ (softmax(X @ W) - T) / T.shape[1]},
    ),
    Right(
        "softmax-weighted-targets",
        "z",
        lambda z, P: -np.sum((P + 0.2) * log_softmax(z)),
        lambda z, P: np.sum(P + 0.2, -1, keepdims=True) * softmax(z) - (P + 0.2),
        _logits,
        {"as-if-simplex": lambda z, P: softmax(z) - (P + 0.2)},
    ),
    Right(
        "softmax-temperature",
        "heat",
        lambda heat, z, P: -np.sum(P * log_softmax(z / heat)),
        lambda heat, z, P: -np.sum((softmax(z / heat) - P) * z) / heat**2,
        lambda rng, scale: {**_logits(rng, scale), "heat": np.array(scale * rng.uniform(0.5, 2))},
        {"inner-slope-halved": lambda heat, z, P: -np.sum((softmax(z / heat) - P) * z) / heat},
    ),
    Right(
        "kl-of-targets",
        "z",
        lambda z, P: np.sum(P * (np.log(P) - log_softmax(z))),
        lambda z, P: softmax(z) - P,
        _logits,
        {"reversed": lambda z, P: softmax(z) * (log_softmax(z) - np.log(P))},
    ),
    Right(
        "kl-reversed",
        "z",
        lambda z, P: np.sum(softmax(z) * (log_softmax(z) - np.log(P))),
        lambda z, P: (
            softmax(z)
            * (
                log_softmax(z)
                - np.log(P)
                - np.sum(softmax(z) * (log_softmax(z) - np.log(P)), -1, keepdims=True)
            )
        ),
        _logits,
        {"mean-forgotten": lambda z, P: softmax(z) * (log_softmax(z) - np.log(P))},
    ),
    Right(
        "entropy",
        "z",
        lambda z, P: -np.sum(softmax(z) * log_softmax(z)),
        lambda z, P: (
            -softmax(z) * (log_softmax(z) - np.sum(softmax(z) * log_softmax(z), -1, keepdims=True))
        ),
        _logits,
        {"as-if-free": lambda z, P: -softmax(z) * (log_softmax(z) + 1)},
    ),
]

"""Gradients of convolutions, recurrences and chains."""

from __future__ import annotations

import numpy as np

from tests.corpus.right import Right, half_square, logsumexp, sigmoid


def convolve(X, K):
    """out[o, p] = sum over i, s of K[o, i, s] X[i, p + s]."""
    width = K.shape[2]
    return sum(K[:, :, s] @ X[:, s : X.shape[1] - width + 1 + s] for s in range(width))


def _convolution_gradient(K, X, Y):
    error, width = convolve(X, K) - Y, K.shape[2]
    reach = X.shape[1] - width + 1
    return np.stack([error @ X[:, s : s + reach].T for s in range(width)], axis=2)


def _flipped(K, X, Y):
    return _convolution_gradient(K, X, Y)[:, :, ::-1]


def _signal_gradient(X, K, Y):
    error, width = convolve(X, K) - Y, K.shape[2]
    result = np.zeros(X.shape)
    for s in range(width):
        result[:, s : s + error.shape[1]] += K[:, :, s].T @ error
    return result


def _signals(rng, scale):
    return {
        "K": scale * rng.normal(size=(2, 3, 3)),
        "X": rng.normal(size=(3, 7)),
        "Y": rng.normal(size=(2, 5)),
    }


def _scan(Z, K):
    """2-d correlation of images Z (n, c, h, w) with K (c, a, b), summed over channels."""
    rows, columns = Z.shape[2] - K.shape[1] + 1, Z.shape[3] - K.shape[2] + 1
    return sum(
        np.sum(Z[:, :, a : a + rows, b : b + columns] * K[:, a, b][:, None, None], axis=1)
        for a in range(K.shape[1])
        for b in range(K.shape[2])
    )


def _image_gradient(Z, K):
    out = np.tanh(_scan(Z, K))
    back, result = (1 - out**2)[:, None], np.zeros(Z.shape)
    for a, b in np.ndindex(K.shape[1:]):
        window = np.s_[:, :, a : a + out.shape[1], b : b + out.shape[2]]
        result[window] += back * K[:, a, b][:, None, None]
    return result


CONVOLUTIONS = [
    Right(
        "convolution-kernel-3d",
        "K",
        lambda K, X, Y: half_square(convolve(X, K) - Y),
        _convolution_gradient,
        _signals,
        {"flipped": _flipped},
    ),
    Right(
        "convolution-signal",
        "X",
        lambda X, K, Y: half_square(convolve(X, K) - Y),
        _signal_gradient,
        _signals,
        {"kernel-flipped": lambda X, K, Y: _signal_gradient(X, K[:, :, ::-1], Y)},
    ),
    Right(
        "convolution-images-4d",
        "Z",
        lambda Z, K: np.sum(np.tanh(_scan(Z, K))),
        _image_gradient,
        lambda rng, scale: {
            "Z": scale * rng.normal(size=(2, 2, 3, 4)),
            "K": rng.normal(size=(2, 2, 2)),
        },
        {"kernel-flipped": lambda Z, K: _image_gradient(Z, K[:, ::-1, ::-1])},
    ),
]


def _states(U, W, X):
    states = [np.zeros(len(U))]
    for row in X:
        states.append(np.tanh(U @ states[-1] + W @ row))
    return states


def _recurrent_cost(U, W, X, y):
    return half_square(_states(U, W, X)[-1] - y)


def _recurrent_gradient(U, W, X, y, depth=None):
    states = _states(U, W, X)
    back, result = states[-1] - y, np.zeros(U.shape)
    for step in range(len(X), 0, -1):
        if depth is not None and len(X) - step >= depth:
            break
        back = back * (1 - states[step] ** 2)
        result += np.outer(back, states[step - 1])
        back = U.T @ back
    return result


def _recurrent(rng, scale):
    return {
        "U": scale * rng.normal(size=(3, 3)) / 2,
        "W": rng.normal(size=(3, 2)),
        "X": rng.normal(size=(4, 2)),
        "y": rng.normal(size=3),
    }


def _forward(A, E):
    """Return ln of the sum over all label paths that end in each label, position by position."""
    rows = [E[0]]
    for emission in E[1:]:
        rows.append(logsumexp(rows[-1][:, None] + A, axis=0) + emission)
    return rows


def _backward(A, E):
    rows = [np.zeros(len(A))]
    for emission in E[:0:-1]:
        rows.insert(0, logsumexp(A + (emission + rows[0])[None, :], axis=1))
    return rows


def _path_score(A, E, path):
    return np.sum(E[np.arange(len(path)), path]) + np.sum(A[path[:-1], path[1:]])


def _chain_cost(A, E, path):
    return logsumexp(_forward(A, E)[-1]) - _path_score(A, E, path)


def _pair_marginals(A, E):
    ahead, behind = _forward(A, E), _backward(A, E)
    total = logsumexp(ahead[-1])
    return sum(
        np.exp(ahead[p][:, None] + A + (E[p + 1] + behind[p + 1])[None, :] - total)
        for p in range(len(E) - 1)
    )


def _chain_gradient(A, E, path):
    result = _pair_marginals(A, E)
    np.subtract.at(result, (path[:-1], path[1:]), 1.0)
    return result


def _emission_gradient(A, E, path):
    ahead, behind = _forward(A, E), _backward(A, E)
    total = logsumexp(ahead[-1])
    result = np.exp(np.array(ahead) + np.array(behind) - total)
    result[np.arange(len(path)), path] -= 1.0
    return result


def _chain(rng, scale):
    return {
        "A": scale * rng.normal(size=(3, 3)),
        "E": scale * rng.normal(size=(5, 3)),
        "path": rng.integers(3, size=5),
    }


def _gru_cost(U, h, x):
    gate = sigmoid(U @ h + x)
    return np.sum(np.sin(gate * h + (1 - gate) * np.tanh(x)))


def _gru_gradient(U, h, x):
    gate = sigmoid(U @ h + x)
    outer = np.cos(gate * h + (1 - gate) * np.tanh(x)) * (h - np.tanh(x))
    return np.outer(outer * gate * sigmoid(-(U @ h + x)), h)


CHAINS = [
    Right(
        "recurrent-net",
        "U",
        _recurrent_cost,
        _recurrent_gradient,
        _recurrent,
        {
            "last-step-only": lambda U, W, X, y: _recurrent_gradient(U, W, X, y, depth=1),
            "first-steps-forgotten": lambda U, W, X, y: _recurrent_gradient(U, W, X, y, depth=2),
        },
    ),
    Right(
        "chain-field-transitions",
        "A",
        _chain_cost,
        _chain_gradient,
        _chain,
        {"path-forgotten": lambda A, E, path: _pair_marginals(A, E)},
    ),
    Right("chain-field-emissions", "E", _chain_cost, _emission_gradient, _chain),
    Right(
        "update-gate",
        "U",
        _gru_cost,
        _gru_gradient,
        lambda rng, scale: {
            "U": scale * rng.normal(size=(3, 3)),
            "h": rng.normal(size=3),
            "x": rng.normal(size=3),
        },
        {
            "carry-forgotten": lambda U, h, x: np.outer(
                np.cos(sigmoid(U @ h + x) * h) * h * sigmoid(U @ h + x) * sigmoid(-(U @ h + x)), h
            )
        },
    ),
]

RIGHT = CONVOLUTIONS + CHAINS

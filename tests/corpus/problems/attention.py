"""One head of attention: scores = Q K^T / sqrt(d), P = row softmax, A = P V, J = sum G A."""

import numpy as np

from gradcheck import normal

SIZES = {"s": 3, "u": 4, "d": 2, "e": 5}

INPUTS = {
    "Q": normal("s", "d"),
    "K": normal("u", "d"),
    "V": normal("u", "e"),
    "G": normal("s", "e"),
}


def scores(Q, K, d):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(d)


def P(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def A(P, V):
    return P @ V


def J(A, G):
    return (A * G).sum(axis=(-2, -1))

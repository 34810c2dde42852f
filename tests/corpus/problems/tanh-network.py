"""Two layers, n examples: A = tanh(X W1 + b1), Y = A W2 + b2, J = 1/(2n) sum (Y - T)^2."""

import numpy as np

from gradcheck import affine, normal

SIZES = {"n": 5, "p": 3, "q": 4, "s": 6}

INPUTS = {
    "W1": normal("p", "q"),
    "b1": normal("q"),
    "W2": normal("q", "s"),
    "b2": normal("s"),
    "X": normal("n", "p"),
    "T": normal("n", "s"),
}

Z = affine("X @ W1 + b1")


def A(Z):
    return np.tanh(Z)


Y = affine("A @ W2 + b2")


def J(Y, T, n):
    return ((Y - T) ** 2).sum(axis=(-2, -1)) / (2 * n)

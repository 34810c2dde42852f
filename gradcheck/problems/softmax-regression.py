"""Softmax regression: z = Theta^T x, g = softmax(z), J = -sum_k y_k ln(g_k). No bias, no mean.

As in seed 002: n inputs, K classes, and column j of Theta holds the weights of class j. What stands
in brackets after the minus sign of J is a quantity of its own, loglik, for its derivative is
printed.
"""

import numpy as np

from gradcheck import affine, normal, one_hot, simplex, uniform

SIZES = {"n": 3, "K": 4}

INPUTS = {
    "Theta": normal("n", "K"),
    "x": normal("n"),
    "y": [one_hot("K"), simplex("K"), uniform("K")],
}

z = affine("Theta.T @ x")


def g(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def logg(g):
    return np.log(g)


def loglik(y, logg):
    return (y * logg).sum(axis=-1)


def J(loglik):
    return -loglik


ALTERNATIVES = {
    "log base 10": {"logg": lambda g: np.log10(g)},
    "log base 2": {"logg": lambda g: np.log2(g)},
    "mean over the K classes": {"J": lambda loglik, K: -loglik / K},
}

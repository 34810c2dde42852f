"""The same as softmax-regression, with log base 10: J = -sum_k y_k log10(g_k)."""

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
    return np.log10(g)


def loglik(y, logg):
    return (y * logg).sum(axis=-1)


def J(loglik):
    return -loglik


ALTERNATIVES = {
    "natural logarithm": {"logg": lambda g: np.log(g)},
    "log base 2": {"logg": lambda g: np.log2(g)},
    "mean over the K classes": {"J": lambda loglik, K: -loglik / K},
}

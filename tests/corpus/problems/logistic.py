"""Logistic regression, n examples: z = X w + b, a = sigma(z), J = mean cross-entropy with t."""

import numpy as np

from gradcheck import affine, integers, normal, uniform

SIZES = {"n": 6, "p": 3}

INPUTS = {
    "w": normal("p"),
    "X": normal("n", "p"),
    "b": normal(),
    "t": [integers("n", low=0, high=2, name="label"), uniform("n")],
}

z = affine("X @ w + b")


def a(z):
    return 1 / (1 + np.exp(-z))


def J(a, t):
    return -(t * np.log(a) + (1 - t) * np.log(1 - a)).mean(axis=-1)

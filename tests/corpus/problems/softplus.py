"""Softplus of a line, and of wide draws: z = w^T x, f_i = ln(1 + e^{x_i}), J = sum_i w_i f_i."""

import numpy as np

from gradcheck import normal

SIZES = {"d": 4}

INPUTS = {"x": [normal("d"), normal("d", std=2000, name="wide")], "w": normal("d")}


def f(x):
    return np.logaddexp(0, x)


def J(w, f):
    return (w * f).sum(axis=-1)

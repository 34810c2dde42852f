"""A filter of three weights slid over a signal: y_i = sum_j w_j x_{i+j}, J = 1/2 sum (y - t)^2."""

from gradcheck import normal

SIZES = {"n": 6}

INPUTS = {"w": normal(3), "x": normal("n+2"), "t": normal("n")}


def y(w, x, n):
    return sum(w[..., j, None] * x[..., j : j + n] for j in range(3))


def J(y, t):
    return ((y - t) ** 2).sum(axis=-1) / 2

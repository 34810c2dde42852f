"""J = 1/2 x^T A x - c^T x, where A need not be symmetric."""

from gradcheck import normal

SIZES = {"d": 4}

INPUTS = {"x": normal("d"), "A": normal("d", "d"), "c": normal("d")}


def Ax(A, x):
    return (A @ x[..., None])[..., 0]


def J(x, Ax, c):
    return (x * Ax).sum(axis=-1) / 2 - (c * x).sum(axis=-1)

"""Square matrices: J = tr(A X B), and F = 1/2 sum (X - C)^2, all p by p."""

import numpy as np

from gradcheck import normal

SIZES = {"p": 3}

INPUTS = {
    "X": normal("p", "p"),
    "A": normal("p", "p"),
    "B": normal("p", "p"),
    "C": normal("p", "p"),
}


def J(A, X, B):
    return np.trace(A @ X @ B, axis1=-2, axis2=-1)


def R(X, C):
    return X - C


def F(R):
    return (R**2).sum(axis=(-2, -1)) / 2


def E(J, F):
    return J + F

"""A matrix as a product: D = U V^T - R, J = 1/2 sum D^2 + lam/2 (sum U^2 + sum V^2)."""

import numpy as np

from gradcheck import normal, positive

SIZES = {"n": 4, "p": 3, "rank": 2}

INPUTS = {
    "U": normal("n", "rank"),
    "V": normal("p", "rank"),
    "R": normal("n", "p"),
    "lam": positive(),
}


def D(U, V, R):
    return U @ np.swapaxes(V, -1, -2) - R


def J(D, U, V, lam):
    squares = (U**2).sum(axis=(-2, -1)) + (V**2).sum(axis=(-2, -1))
    return (D**2).sum(axis=(-2, -1)) / 2 + lam / 2 * squares

"""Poisson regression: eta = X beta, rate = e^eta, NLL = sum_i (rate_i - count_i eta_i)."""

import numpy as np

from gradcheck import affine, integers, normal

SIZES = {"n": 6, "p": 3}

INPUTS = {
    "beta": normal("p", std=0.5),
    "X": normal("n", "p"),
    "count": integers("n", low=0, high=6),
}

eta = affine("X @ beta")


def rate(eta):
    return np.exp(eta)


def NLL(rate, eta, count):
    return (rate - count * eta).sum(axis=-1)

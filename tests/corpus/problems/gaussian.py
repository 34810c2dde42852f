"""n values of one Gaussian: NLL = sum_i ((t_i - mu)^2 / (2 sigma^2) + s), sigma = e^s."""

import numpy as np

from gradcheck import normal

SIZES = {"n": 5}

INPUTS = {"mu": normal(), "s": normal(std=0.5), "t": normal("n")}


def sigma(s):
    return np.exp(s)


def NLL(mu, sigma, s, t, n):
    squares = ((t - np.expand_dims(mu, -1)) ** 2).sum(axis=-1)
    return squares / (2 * sigma**2) + n * s

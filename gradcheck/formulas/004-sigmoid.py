"""Seed 004, derivation of the activation function (sigmoid): the forms of sigma'(x) as printed.

sigma(x) = 1 / (1 + e^{-x})        sigma'(x) = ... = sigma(x) (1 - sigma(x))
"""

import numpy as np

PROBLEM = "sigmoid"


def dsigma_dx__form1(i, /, x):
    """sigma'(x) = (0 - (-e^{-x})) / (1 + e^{-x})^2"""
    return (0 - (-np.exp(-x[i]))) / (1 + np.exp(-x[i])) ** 2


def dsigma_dx__form2(i, /, x):
    """sigma'(x) = (1 + e^{-x} - 1) / (1 + e^{-x})^2"""
    return (1 + np.exp(-x[i]) - 1) / (1 + np.exp(-x[i])) ** 2


def dsigma_dx__form3(i, /, x):
    """sigma'(x) = (1 + e^{-x}) / (1 + e^{-x})^2 - 1 / (1 + e^{-x})^2"""
    return (1 + np.exp(-x[i])) / (1 + np.exp(-x[i])) ** 2 - 1 / (1 + np.exp(-x[i])) ** 2


def dsigma_dx__form4(i, /, sigma):
    """sigma'(x) = sigma(x) - sigma(x)^2"""
    return sigma[i] - sigma[i] ** 2


def dsigma_dx__form5(i, /, sigma):
    """sigma'(x) = sigma(x) (1 - sigma(x))"""
    return sigma[i] * (1 - sigma[i])

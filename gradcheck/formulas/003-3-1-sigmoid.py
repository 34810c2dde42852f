"""Seed 003, section 3.1, Sigmoid, as printed: a_j^L = sigma(z_j^L) = 1 / (1 + e^{-z_j^L}).

    da_j^L/dz_j^L = dsigma(z_j^L)/dz_j^L = sigma(z_j^L) (1 - sigma(z_j^L)) = a_j^L (1 - a_j^L)

The element form repeats the index j, and the matrix form is a vector: both are the diagonal of the
Jacobian, which is zero elsewhere.
"""

import numpy as np

PROBLEM = "sigmoid-squared-error"


def da2_dz2__element_form1(j, /, z2):
    """Element form: da_j^L/dz_j^L = sigma(z_j^L) (1 - sigma(z_j^L))"""
    return _sigma(z2[j]) * (1 - _sigma(z2[j]))


def da2_dz2__element_form2(j, /, a2):
    """Element form: da_j^L/dz_j^L = a_j^L (1 - a_j^L)"""
    return a2[j] * (1 - a2[j])


def da2_dz2__matrix_form1(z2):
    """Matrix form: da^L/dz^L = sigma(z^L) o (1 - sigma(z^L)),
    where o multiplies element by element
    """
    return _sigma(z2) * (1 - _sigma(z2))


def da2_dz2__matrix_form2(a2):
    """Matrix form: da^L/dz^L = a^L o (1 - a^L)"""
    return a2 * (1 - a2)


def _sigma(z):
    return 1 / (1 + np.exp(-z))

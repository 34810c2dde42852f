"""Seed 003, section 4, Matrix weights, matrix form, as printed and as it can be read.

    z^L = W^L . a^{L-1} + b^L
    dz^L/dW^L = a^{L-1}        dz^L/db^L = 1        dz^L/da^{L-1} = W^L

Rows belong to z here (numerator layout); 003-4-matrix-denominator-layout has it the other way
round.
"""

import numpy as np

PROBLEM = "sigmoid-squared-error"


def dz2_dW2__repeated_index(a1):
    """dz^L/dW^L = a^{L-1}, read as dz_j/dw_jk = a_k for every j"""
    return a1


def dz2_dW2__literal(a1):
    """dz^L/dW^L = a^{L-1}, read as the column that it is: it has not the shape of this
    derivative
    """
    return a1[:, None]


def dz2_db2__repeated_index():
    """dz^L/db^L = 1, read as dz_j/db_j = 1 for every j"""
    return 1


def dz2_db2__identity(n2):
    """dz^L/db^L = 1, read as the identity matrix"""
    return np.eye(n2)


def dz2_db2__literal():
    """dz^L/db^L = 1, read as the matrix with the one entry 1: it has not the shape of this
    derivative
    """
    return np.array([[1]])


def dz2_da1(W2):
    """dz^L/da^{L-1} = W^L"""
    return W2

"""Seed 003, section 4, Matrix weights, matrix form, in the layout of its appendix B.

    dz^L/dW^L = a^{L-1}        dz^L/db^L = 1        dz^L/da^{L-1} = W^L

Appendix B defines dy/dx with dy_0/dx_0, dy_1/dx_0, ... in its first row: rows belong to the
denominator. In that layout dz^L/da^{L-1} is the transpose of W^L.
"""

import numpy as np

PROBLEM = "sigmoid-squared-error"
LAYOUT = "denominator"


def dz2_dW2(a1):
    """dz^L/dW^L = a^{L-1}, read as dz_j/dw_jk = a_k for every j"""
    return a1


def dz2_db2__repeated_index():
    """dz^L/db^L = 1, read as dz_j/db_j = 1 for every j"""
    return 1


def dz2_db2__identity(n2):
    """dz^L/db^L = 1, read as the identity matrix"""
    return np.eye(n2)


def dz2_da1__printed(W2):
    """dz^L/da^{L-1} = W^L"""
    return W2


def dz2_da1__transposed(W2):
    """Not printed: dz^L/da^{L-1} = (W^L)^T"""
    return W2.T

"""Seed 003, section 5.1.2, Sigmoid and squared error, matrix form: sign and transposes corrected.

    dc/dW^L = ((a^L - t) o a^L o (1 - a^L)) . (a^{L-1})^T
    dc/dW^{L-1} = (((dc/dz^L)^T . dz^L/da^{L-1})^T o da^{L-1}/dz^{L-1}) . (dz^{L-1}/dw^{L-1})^T

The rows that are right as printed are in 003-5-1-2-matrix.
"""

import numpy as np

PROBLEM = "sigmoid-squared-error"


def dc_dW2__row2(t, a2, a1):
    """Layer L, row 2, corrected: dc/dW^L = ((a^L - t) o (a^L o (1 - a^L))) . (a^{L-1})^T"""
    return (_column(a2 - t) * _column(a2 * (1 - a2))) @ _column(a1).T


def dc_dW2__row3(t, a2, a1):
    """Layer L, row 3, corrected: the matrix of (a_j^L - t_j) (1 - a_j^L) a_j^L a_k^{L-1}"""
    return np.array(
        [
            [(a2[j] - t[j]) * (1 - a2[j]) * a2[j] * a1[k] for k in range(len(a1))]
            for j in range(len(a2))
        ]
    )


def dc_dW1__row1(dc_dz2, dz2_da1, da1_dz1, dz1_dW1):
    """Layer L-1, row 1, corrected: dc/dW^{L-1} =
    (((dc/dz^L)^T . dz^L/da^{L-1})^T o da^{L-1}/dz^{L-1}) . (dz^{L-1}/dw^{L-1})^T
    """
    da_dz = np.diagonal(da1_dz1)
    dz_dw = dz1_dW1[0, 0]
    return ((_column(dc_dz2).T @ dz2_da1).T * _column(da_dz)) @ _column(dz_dw).T


def dc_dW1__written_out(t, a2, W2, a1, a0):
    """The same with everything put in: ((W^L)^T . ((a^L - t) o a^L o (1 - a^L)) o a^{L-1} o
    (1 - a^{L-1}))
    . (a^{L-2})^T
    """
    dc_dz = (a2 - t) * a2 * (1 - a2)
    return _column((W2.T @ dc_dz) * a1 * (1 - a1)) @ _column(a0).T


def _column(vector):
    return vector[:, None]

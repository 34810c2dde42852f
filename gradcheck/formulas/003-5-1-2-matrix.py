"""Seed 003, section 5.1.2, Sigmoid and squared error, matrix form: its rows as printed.

Layer L is 2 here, L-1 is 1, and a^{L-2} is the input a0. The three rows of layer L are dc_dW2;
those of layer L-1, counted from 1 again, are dc_dW1, dz2_da1, da1_dz1 and dz1_dW1. A derivative
that a row still contains is handed to it numerically: as the column that the document writes for it
(`columns`, `row_and_outer`), or as the array that it is (`jacobians`). `.` is the matrix product,
`o` multiplies element by element.

The sign of rows 2 and 3 is wrong. Row 1 of layer L-1 lacks two transposes.
"""

import numpy as np

PROBLEM = "sigmoid-squared-error"


def dc_dW2__row1_columns(dc_da2, da2_dz2, dz2_dW2):
    """Layer L, row 1: dc/dW^L = (dc/da^L o da^L/dz^L) . (dz^L/dW^L)^T, of columns"""
    da_dz = np.diagonal(da2_dz2)
    dz_dW = dz2_dW2[0, 0]
    return (_column(dc_da2) * _column(da_dz)) @ _column(dz_dW).T


def dc_dW2__row1_jacobians(dc_da2, da2_dz2, dz2_dW2):
    """Layer L, row 1: dc/dW^L = (dc/da^L o da^L/dz^L) . (dz^L/dW^L)^T, of whole Jacobians"""
    return (_column(dc_da2) * da2_dz2) @ dz2_dW2.T


def dc_dW2__row2(t, a2, a1):
    """Layer L, row 2: dc/dW^L =
    ((t_0 - a_0^L, ..., t_n - a_n^L) o (a_0^L (1 - a_0^L), ..., a_n^L (1 - a_n^L)))
    . (a_0^{L-1}, ..., a_n^{L-1})^T, of columns
    """
    return (_column(t - a2) * _column(a2 * (1 - a2))) @ _column(a1).T


def dc_dW2__row3(t, a2, a1):
    """Layer L, row 3: dc/dW^L = the matrix of (t_j - a_j^L) (1 - a_j^L) a_j^L a_k^{L-1}, row j,
    column k
    """
    return np.array(
        [
            [(t[j] - a2[j]) * (1 - a2[j]) * a2[j] * a1[k] for k in range(len(a1))]
            for j in range(len(a2))
        ]
    )


def dc_dW1__row1_literal(dc_dz2, dz2_da1, da1_dz1, dz1_dW1):
    """Layer L-1, row 1: dc/dW^{L-1} = ((dc/dz^L . dz^L/da^{L-1}) o da^{L-1}/dz^{L-1})
    . dz^{L-1}/dw^{L-1},
    of columns: the products do not conform
    """
    da_dz = np.diagonal(da1_dz1)
    dz_dw = dz1_dW1[0, 0]
    return ((_column(dc_dz2) @ dz2_da1) * _column(da_dz)) @ _column(dz_dw)


def dc_dW1__row1_row_and_outer(dc_dz2, dz2_da1, da1_dz1, dz1_dW1):
    """Layer L-1, row 1: the same, with dc/dz^L as a row and the last product an outer one"""
    da_dz = np.diagonal(da1_dz1)
    dz_dw = dz1_dW1[0, 0]
    return ((_column(dc_dz2).T @ dz2_da1) * _column(da_dz).T).T @ _column(dz_dw).T


def dz2_da1__row2(W2):
    """Layer L-1, row 2: dz^L/da^{L-1} = W^L"""
    return W2


def da1_dz1__row3(a1):
    """Layer L-1, row 3: da^{L-1}/dz^{L-1} = (a_0^{L-1} (1 - a_0^{L-1}), ...,
    a_n^{L-1} (1 - a_n^{L-1})),
    read as the diagonal
    """
    return a1 * (1 - a1)


def dz1_dW1__row4(a0):
    """Layer L-1, row 4: dz^{L-1}/dw^{L-1} = a^{L-2}, read as dz_k/dw_kq = a_q for every k"""
    return a0


def _column(vector):
    return vector[:, None]

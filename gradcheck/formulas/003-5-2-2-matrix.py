"""Seed 003, section 5.2.2, Softmax and cross entropy, matrix form: its 8 rows as printed.

Layer L is 2 here, and a^{L-1} is a1, the input of the layer. A row with several equality signs has
one formula for each form, from left to right; a derivative that a form still contains is handed to
it numerically, dz^L/dW^L as the column that the document writes for it. `.` is the matrix product.

The products that end in . dz^L/dW^L lack a transpose. The last form of row 4 still holds for any t;
row 5 needs sum_i t_i = 1.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def dc_dW2__row1_literal(dc_da2, da2_dz2, dz2_dW2):
    """Row 1: dc/dW^L = ((dc/da^L)^T . da^L/dz^L) . dz^L/dW^L, of columns: it does not conform"""
    dz_dW = dz2_dW2[0, 0]
    return (_column(dc_da2).T @ da2_dz2) @ _column(dz_dW)


def dc_dW2__row1_outer(dc_da2, da2_dz2, dz2_dW2):
    """Row 1: the same, with the last product an outer one"""
    dz_dW = dz2_dW2[0, 0]
    return (_column(dc_da2).T @ da2_dz2).T @ _column(dz_dW).T


def dc_da2__row2(t, a2, base):
    """Row 2: dc/da^L = -1/ln(b) (t_0/a_0^L, t_1/a_1^L, ..., t_n/a_n^L)"""
    return -1 / np.log(base) * np.array([t[j] / a2[j] for j in range(len(a2))])


def da2_dz2__row3(a2):
    """Row 3: da^L/dz^L =
    ( a_0 (1 - a_0)   -a_0 a_1       ...   -a_0 a_n
      -a_1 a_0        a_1 (1 - a_1)  ...   -a_1 a_n
      ...
      -a_n a_0        -a_n a_1       ...   a_n (1 - a_n) )
    """
    n = len(a2)
    return np.array(
        [[a2[j] * (1 - a2[j]) if j == k else -a2[j] * a2[k] for k in range(n)] for j in range(n)]
    )


def dc_dz2__row4_form1(dc_da2, da2_dz2):
    """Row 4: dc/dz^L = (dc/da^L)^T . da^L/dz^L"""
    return dc_da2.T @ da2_dz2


def dc_dz2__row4_form2(t, a2, base):
    """Row 4: dc/dz^L = -1/ln(b) (t_0 (1 - a_0) - t_1 a_0 ... - t_n a_0,
    -t_0 a_1 + t_1 (1 - a_1) ... - t_n a_1, ..., -t_0 a_n - t_1 a_n ... + t_n (1 - a_n))
    """
    n = len(a2)
    return (
        -1
        / np.log(base)
        * np.array(
            [
                sum(t[i] * (1 - a2[j]) if i == j else -t[i] * a2[j] for i in range(n))
                for j in range(n)
            ]
        )
    )


def dc_dz2__row5_form1(t, a2, base):
    """Row 5: dc/dz^L = -1/ln(b) (t_0 - a_0^L, t_1 - a_1^L, ..., t_n - a_n^L)"""
    return -1 / np.log(base) * np.array([t[j] - a2[j] for j in range(len(a2))])


def dc_dz2__row5_form2(t, a2, base):
    """Row 5: dc/dz^L = -1/ln(b) (t - a^L)"""
    return -1 / np.log(base) * (t - a2)


def dc_dz2__row5_form3(t, a2, base):
    """Row 5: dc/dz^L = 1/ln(b) (a^L - t)"""
    return 1 / np.log(base) * (a2 - t)


def dz2_dW2__row6(a1):
    """Row 6: dz^L/dW^L = (a_0^{L-1}, a_1^{L-1}, ..., a_n^{L-1}), read as dz_j/dw_jk = a_k for every
    j
    """
    return a1


def dc_dW2__row7_form1_literal(dc_dz2, dz2_dW2):
    """Row 7: dc/dW^L = dc/dz^L . dz^L/dW^L, of columns: it does not conform"""
    dz_dW = dz2_dW2[0, 0]
    return _column(dc_dz2) @ _column(dz_dW)


def dc_dW2__row7_form1_outer(dc_dz2, dz2_dW2):
    """Row 7: the same, as an outer product"""
    dz_dW = dz2_dW2[0, 0]
    return _column(dc_dz2) @ _column(dz_dW).T


def dc_dW2__row7_form2(t, a2, a1, base):
    """Row 7: dc/dW^L = 1/ln(b) times the matrix of (a_j^L - t_j) a_k^{L-1}, row j, column k"""
    return (
        1
        / np.log(base)
        * np.array([[(a2[j] - t[j]) * a1[k] for k in range(len(a1))] for j in range(len(a2))])
    )


def dc_dW2__row8(t, a2, a1, base):
    """Row 8: dc/dW^L = 1/ln(b) ((a^L - t) . (a^{L-1})^T)"""
    return 1 / np.log(base) * (_column(a2 - t) @ _column(a1).T)


def _column(vector):
    return vector[:, None]

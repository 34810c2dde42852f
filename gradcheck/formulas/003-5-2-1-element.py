"""Seed 003, section 5.2.1, Softmax and cross entropy, element form: its 12 rows as printed.

Layer L is 2 here, and a^{L-1} is a1, the input of the layer. Where the document writes two columns,
the left one has vectors and the right one sums. A row with several equality signs has one formula
for each form, from left to right; a derivative that a form still contains is handed to it
numerically.

Row 8 is the first that needs sum_i t_i = 1. The text before it takes that from the outputs of the
softmax, which sum to 1 indeed; but t is the target, and need not.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def dc_dW2__row1_left(j, k, dc_da2, da2_dz2, dz2_dW2):
    """Row 1, left: dc/dw_jk^L = ((dc/da^L)^T . da^L/dz_j^L) dz_j^L/dw_jk^L"""
    return np.dot(dc_da2, da2_dz2[:, j]) * dz2_dW2[j, j, k]


def dc_dW2__row1_right(j, k, n2, dc_da2, da2_dz2, dz2_dW2):
    """Row 1, right: dc/dw_jk^L = (sum_i dc/da_i^L da_i^L/dz_j^L) dz_j^L/dw_jk^L"""
    return sum(dc_da2[i] * da2_dz2[i, j] for i in range(n2)) * dz2_dW2[j, j, k]


def dc_da2__row2_left(t, a2, n2, base):
    """Row 2, left: dc/da^L = -1/ln(b) (t_0/a_0^L, t_1/a_1^L, ..., t_n/a_n^L)"""
    return -1 / np.log(base) * np.array([t[i] / a2[i] for i in range(n2)])


def dc_da2__row2_right(i, t, a2, base):
    """Row 2, right: dc/da_i^L = -1/ln(b) t_i/a_i^L"""
    return -1 / np.log(base) * t[i] / a2[i]


def da2_dz2__row3_left(a2, n2):
    """Row 3, left, a column: da^L/dz_j^L =
    (a_0^L (delta_0j - a_j^L), ..., a_n^L (delta_nj - a_j^L))
    """
    columns = [np.array([a2[i] * (_delta(i, j) - a2[j]) for i in range(n2)]) for j in range(n2)]
    return np.stack(columns, axis=1)


def da2_dz2__row3_right(i, j, a2):
    """Row 3, right: da_i^L/dz_j^L = a_i^L (delta_ij - a_j^L)"""
    return a2[i] * (_delta(i, j) - a2[j])


def dc_dz2__row4_left(j, dc_da2, da2_dz2):
    """Row 4, left: dc/dz_j^L = (dc/da^L)^T . da^L/dz_j^L"""
    return np.dot(dc_da2, da2_dz2[:, j])


def dc_dz2__row4_right(j, n2, dc_da2, da2_dz2):
    """Row 4, right: dc/dz_j^L = sum_i dc/da_i^L da_i^L/dz_j^L"""
    return sum(dc_da2[i] * da2_dz2[i, j] for i in range(n2))


def dc_dz2__row5_form1(j, n2, dc_da2, da2_dz2):
    """Row 5: dc/dz_j^L = sum_i dc/da_i^L da_i^L/dz_j^L"""
    return sum(dc_da2[i] * da2_dz2[i, j] for i in range(n2))


def dc_dz2__row5_form2(j, n2, t, a2, base):
    """Row 5: dc/dz_j^L = sum_i (-1/ln(b) t_i/a_i^L a_i^L (delta_ij - a_j^L))"""
    return sum(-1 / np.log(base) * t[i] / a2[i] * a2[i] * (_delta(i, j) - a2[j]) for i in range(n2))


def dc_dz2__row5_form3(j, n2, t, a2, base):
    """Row 5: dc/dz_j^L = -1/ln(b) sum_i (t_i/a_i^L a_i^L (delta_ij - a_j^L))"""
    return -1 / np.log(base) * sum(t[i] / a2[i] * a2[i] * (_delta(i, j) - a2[j]) for i in range(n2))


def dc_dz2__row6_form1(j, dc_da2, da2_dz2):
    """Row 6: dc/dz_j^L = (dc/da^L)^T . da^L/dz_j^L"""
    return np.dot(dc_da2, da2_dz2[:, j])


def dc_dz2__row6_form2(j, n2, t, a2, base):
    """Row 6: dc/dz_j^L = -1/ln(b) (t_0/a_0^L, ..., t_n/a_n^L)^T
    . (a_0^L (delta_0j - a_j^L), ..., a_n^L (delta_nj - a_j^L)), of columns
    """
    delta_j = np.array([_delta(i, j) for i in range(n2)])
    return -1 / np.log(base) * np.dot(t / a2, a2 * (delta_j - a2[j]))


def dc_dz2__row6_form3(j, n2, t, a2, base):
    """Row 6: dc/dz_j^L = -1/ln(b) sum_i (t_i/a_i^L a_i^L (delta_ij - a_j^L))"""
    return -1 / np.log(base) * sum(t[i] / a2[i] * a2[i] * (_delta(i, j) - a2[j]) for i in range(n2))


def dc_dz2__row7_form1(j, n2, t, a2, base):
    """Row 7: -1/ln(b) (t_j (1 - a_j^L) - sum_{i != j} t_i a_j^L)"""
    others = sum(t[i] * a2[j] for i in range(n2) if i != j)
    return -1 / np.log(base) * (t[j] * (1 - a2[j]) - others)


def dc_dz2__row7_form2(j, n2, t, a2, base):
    """Row 7: -1/ln(b) (t_j (1 - a_j^L) - a_j^L sum_{i != j} t_i)"""
    others = sum(t[i] for i in range(n2) if i != j)
    return -1 / np.log(base) * (t[j] * (1 - a2[j]) - a2[j] * others)


def dc_dz2__text(j, n2, t, a2, base):
    """The text, put into row 7: sum_{i != j} t_i = sum_i t_i - t_j"""
    others = sum(t[i] for i in range(n2)) - t[j]
    return -1 / np.log(base) * (t[j] * (1 - a2[j]) - a2[j] * others)


def dc_dz2__row8(j, t, a2, base):
    """Row 8: -1/ln(b) (t_j (1 - a_j^L) - a_j^L (1 - t_j)),
    by the text: sum_i t_i - t_j = 1 - t_j
    """
    return -1 / np.log(base) * (t[j] * (1 - a2[j]) - a2[j] * (1 - t[j]))


def dc_dz2__row9_form1(j, t, a2, base):
    """Row 9: -1/ln(b) (t_j - a_j^L t_j - a_j^L + a_j^L t_j)"""
    return -1 / np.log(base) * (t[j] - a2[j] * t[j] - a2[j] + a2[j] * t[j])


def dc_dz2__row9_form2(j, t, a2, base):
    """Row 9: -1/ln(b) (t_j - a_j^L)"""
    return -1 / np.log(base) * (t[j] - a2[j])


def dc_dz2__row10(j, t, a2, base):
    """Row 10: dc/dz_j^L = 1/ln(b) (a_j^L - t_j)"""
    return 1 / np.log(base) * (a2[j] - t[j])


def dz2_dW2__row11(j, k, /, a1):
    """Row 11: dz_j^L/dw_jk^L = a_k^{L-1}"""
    return a1[k]


def dc_dW2__row12_form1(j, k, dc_da2, da2_dz2, dz2_dW2):
    """Row 12: dc/dw_jk^L = ((dc/da^L)^T . da^L/dz_j^L) dz_j^L/dw_jk^L"""
    return np.dot(dc_da2, da2_dz2[:, j]) * dz2_dW2[j, j, k]


def dc_dW2__row12_form2(j, k, dc_dz2, dz2_dW2):
    """Row 12: dc/dw_jk^L = dc/dz_j^L dz_j^L/dw_jk^L"""
    return dc_dz2[j] * dz2_dW2[j, j, k]


def dc_dW2__row12_form3(j, k, t, a2, a1, base):
    """Row 12: dc/dw_jk^L = 1/ln(b) (a_j^L - t_j) a_k^{L-1}"""
    return 1 / np.log(base) * (a2[j] - t[j]) * a1[k]


def _delta(i, j):
    return 1 if i == j else 0

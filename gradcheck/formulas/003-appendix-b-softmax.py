"""Seed 003, appendix B, Softmax derivation: its lines as printed, and the readings of its product.

    a_j = S(z_j) = e^{z_j} / sum_i e^{z_i} = f(z_j) / g(z_j)

The forms of the case j = k are completed by -a_j a_k elsewhere, and those of the case j != k by
a_j (1 - a_j) on the diagonal, so that each is a whole Jacobian.

The column of sums, with which the appendix begins, adds the entries of every row. They add up to 0:
it is the derivative along (1, ..., 1). The row vector times a matrix, with which it ends, is right
only where each a_j scales row j.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def da2_dz2__column_of_sums(a2, n2):
    """da/dz = (da_0/dz_0 + da_0/dz_1 + ... + da_0/dz_n, ...,
    da_n/dz_0 + da_n/dz_1 + ... + da_n/dz_n),
    with the partial derivatives found below, and read as the diagonal
    """
    return np.array([sum(_da_dz(j, k, a2) for k in range(n2)) for j in range(n2)])


def da2_dz2__column_of_sums_literal(a2, n2):
    """The same, read as the column that it is: it has not the shape of this derivative"""
    return np.array([[sum(_da_dz(j, k, a2) for k in range(n2))] for j in range(n2)])


def df_dz2__j_is_k(j, /, z2):
    """where j = k: df(z_j)/dz_k = df(z_j)/dz_j = e^{z_j}; zeros elsewhere"""
    return np.exp(z2[j])


def df_dz2(j, k, z2):
    """where j = k: df(z_j)/dz_k = e^{z_j}; where j != k: df(z_j)/dz_k = 0"""
    return np.exp(z2[j]) if j == k else 0


def dg_dz2(k, z2):
    """dg(z_j)/dz_k = e^{z_k}"""
    return np.exp(z2[k])


def da2_dz2__j_is_k_form1(j, k, z2, g, a2):
    """when j = k: da_j/dz_k = da_j/dz_j = dS(z_j)/dz_j =
    (g(z_j) e^{z_j} - e^{z_j} e^{z_j}) / g(z_j)^2
    """
    return (g * np.exp(z2[j]) - np.exp(z2[j]) * np.exp(z2[j])) / g**2 if j == k else -a2[j] * a2[k]


def da2_dz2__j_is_k_form2(j, k, z2, g, a2):
    """when j = k: da_j/dz_j = e^{z_j} (g(z_j) - e^{z_j}) / g(z_j)^2"""
    return np.exp(z2[j]) * (g - np.exp(z2[j])) / g**2 if j == k else -a2[j] * a2[k]


def da2_dz2__j_is_k_form3(j, k, z2, g, a2):
    """when j = k: da_j/dz_j = e^{z_j}/g(z_j) (g(z_j) - e^{z_j})/g(z_j)"""
    return np.exp(z2[j]) / g * ((g - np.exp(z2[j])) / g) if j == k else -a2[j] * a2[k]


def da2_dz2__j_is_k_form4(j, k, z2, g, a2):
    """when j = k: da_j/dz_j = e^{z_j}/g(z_j) (g(z_j)/g(z_j) - e^{z_j}/g(z_j))"""
    return np.exp(z2[j]) / g * (g / g - np.exp(z2[j]) / g) if j == k else -a2[j] * a2[k]


def da2_dz2__j_is_k_form5(j, k, z2, a2):
    """when j = k: da_j/dz_j = S(z_j) (1 - S(z_j))"""
    return _softmax(z2)[j] * (1 - _softmax(z2)[j]) if j == k else -a2[j] * a2[k]


def da2_dz2__j_is_k_form6(j, k, a2):
    """when j = k: da_j/dz_j = a_j (1 - a_j)"""
    return a2[j] * (1 - a2[j]) if j == k else -a2[j] * a2[k]


def da2_dz2__j_not_k_form1(j, k, z2, g, a2):
    """when j != k: da_j/dz_k = dS(z_j)/dz_k = (g(z_j) 0 - e^{z_j} e^{z_k}) / g(z_j)^2"""
    return (g * 0 - np.exp(z2[j]) * np.exp(z2[k])) / g**2 if j != k else a2[j] * (1 - a2[j])


def da2_dz2__j_not_k_form2(j, k, z2, g, a2):
    """when j != k: da_j/dz_k = -e^{z_j} e^{z_k} / g(z_j)^2"""
    return -np.exp(z2[j]) * np.exp(z2[k]) / g**2 if j != k else a2[j] * (1 - a2[j])


def da2_dz2__j_not_k_form3(j, k, z2, g, a2):
    """when j != k: da_j/dz_k = -e^{z_j}/g(z_j) e^{z_k}/g(z_j)"""
    return -np.exp(z2[j]) / g * np.exp(z2[k]) / g if j != k else a2[j] * (1 - a2[j])


def da2_dz2__j_not_k_form4(j, k, z2, a2):
    """when j != k: da_j/dz_k = -S(z_j) S(z_k)"""
    return -_softmax(z2)[j] * _softmax(z2)[k] if j != k else a2[j] * (1 - a2[j])


def da2_dz2__j_not_k_form5(j, k, a2):
    """when j != k: da_j/dz_k = -a_j a_k"""
    return -a2[j] * a2[k] if j != k else a2[j] * (1 - a2[j])


def da2_dz2__matrix(a2, n2):
    """da^L/dz^L =
    ( a_0 (1 - a_0)   -a_0 a_1       ...   -a_0 a_n
      -a_1 a_0        a_1 (1 - a_1)  ...   -a_1 a_n
      ...
      -a_n a_0        -a_n a_1       ...   a_n (1 - a_n) )
    """
    return np.array(
        [[a2[j] * (1 - a2[j]) if j == k else -a2[j] * a2[k] for k in range(n2)] for j in range(n2)]
    )


def da2_dz2__product_form1_matrix_product(a2):
    """(a_0 a_1 ... a_n) times the matrix of delta_jk - a_k, as a matrix product: a row"""
    return _row(a2) @ _delta_minus_a(a2)


def da2_dz2__product_form1_scaling_rows(a2):
    """(a_0 a_1 ... a_n) times the matrix of delta_jk - a_k, each a_j scaling row j"""
    return _row(a2).T * _delta_minus_a(a2)


def da2_dz2__product_form1_scaling_columns(a2):
    """(a_0 a_1 ... a_n) times the matrix of delta_jk - a_k, each a_k scaling column k,
    as numpy's `*` does
    """
    return _row(a2) * _delta_minus_a(a2)


def da2_dz2__product_form2_matrix_product(a2, n2):
    """(a_0 a_1 ... a_n) times (I_n - the matrix with (a_0 ... a_n) in every row): a row"""
    return _row(a2) @ (np.eye(n2) - np.array([a2] * n2))


def da2_dz2__product_form2_scaling_rows(a2, n2):
    """(a_0 a_1 ... a_n) times (I_n - the matrix with (a_0 ... a_n) in every row), scaling rows"""
    return _row(a2).T * (np.eye(n2) - np.array([a2] * n2))


def da2_dz2__product_form2_scaling_columns(a2, n2):
    """(a_0 a_1 ... a_n) times (I_n - the matrix with (a_0 ... a_n) in every row),
    scaling columns
    """
    return _row(a2) * (np.eye(n2) - np.array([a2] * n2))


def da2_dz2__delta(j, k, a2):
    """da_j^L/dz_k^L = a_j^L (delta_jk - a_k^L)"""
    return a2[j] * (_delta(j, k) - a2[k])


def _da_dz(j, k, a):
    return a[j] * (1 - a[j]) if j == k else -a[j] * a[k]


def _delta_minus_a(a):
    """Return the matrix as printed: 1 - a_k on the diagonal, -a_k elsewhere."""
    n = len(a)
    return np.array([[1 - a[k] if j == k else -a[k] for k in range(n)] for j in range(n)])


def _delta(j, k):
    return 1 if j == k else 0


def _row(vector):
    return vector[None, :]


def _softmax(z):
    return np.exp(z) / np.exp(z).sum()

"""Seed 003, section 5.1.1, Sigmoid and squared error, element form: both mistakes corrected.

dc/da_j^L is a_j^L - t_j, in row 2 and in the products; dz_k^{L-1}/dw_kq^{L-1} is a_q^{L-2}, in row
5 of layer L-1 and in its row 6. All else is as in 003-5-1-1-element.
"""

PROBLEM = "sigmoid-squared-error"


def dc_dW2__row1(j, k, dc_da2, da2_dz2, dz2_dW2):
    """Layer L, row 1: dc/dw_jk^L = dc/da_j^L da_j^L/dz_j^L dz_j^L/dw_jk^L"""
    return dc_da2[j] * da2_dz2[j, j] * dz2_dW2[j, j, k]


def dc_da2__row2(j, t, a2):
    """Layer L, row 2: dc/da_j^L = a_j^L - t_j"""
    return a2[j] - t[j]


def da2_dz2__row3(j, /, a2):
    """Layer L, row 3: da_j^L/dz_j^L = a_j^L (1 - a_j^L)"""
    return a2[j] * (1 - a2[j])


def dc_dz2__row4_form1(j, dc_da2, da2_dz2):
    """Layer L, row 4: dc/dz_j^L = dc/da_j^L da_j^L/dz_j^L"""
    return dc_da2[j] * da2_dz2[j, j]


def dc_dz2__row4_form2(j, t, a2):
    """Layer L, row 4: dc/dz_j^L = (a_j^L - t_j) a_j^L (1 - a_j^L)"""
    return (a2[j] - t[j]) * a2[j] * (1 - a2[j])


def dc_dz2__row4_form3(j, t, a2):
    """Layer L, row 4: dc/dz_j^L = (a_j^L - t_j) (1 - a_j^L) a_j^L"""
    return (a2[j] - t[j]) * (1 - a2[j]) * a2[j]


def dz2_dW2__row5(j, k, /, a1):
    """Layer L, row 5: dz_j^L/dw_jk^L = a_k^{L-1}"""
    return a1[k]


def dc_dW2__row6_form1(j, k, dc_dz2, dz2_dW2):
    """Layer L, row 6: dc/dw_jk^L = dc/dz_j^L dz_j^L/dw_jk^L"""
    return dc_dz2[j] * dz2_dW2[j, j, k]


def dc_dW2__row6_form2(j, k, t, a2, a1):
    """Layer L, row 6: dc/dw_jk^L = (a_j^L - t_j) (1 - a_j^L) a_j^L a_k^{L-1}"""
    return (a2[j] - t[j]) * (1 - a2[j]) * a2[j] * a1[k]


def dc_dW1__row1(k, q, n2, dc_dz2, dz2_da1, da1_dz1, dz1_dW1):
    """Layer L-1, row 1: dc/dw_kq^{L-1} =
    (sum_j dc/dz_j^L dz_j^L/da_k^{L-1}) da_k^{L-1}/dz_k^{L-1} dz_k^{L-1}/dw_kq^{L-1}
    """
    return sum(dc_dz2[j] * dz2_da1[j, k] for j in range(n2)) * da1_dz1[k, k] * dz1_dW1[k, k, q]


def dz2_da1__row2(j, k, W2):
    """Layer L-1, row 2: dz_j^L/da_k^{L-1} = w_jk^L"""
    return W2[j, k]


def dc_da1__row3_form1(k, n2, dc_dz2, dz2_da1):
    """Layer L-1, row 3: dc/da_k^{L-1} = sum_j dc/dz_j^L dz_j^L/da_k^{L-1}"""
    return sum(dc_dz2[j] * dz2_da1[j, k] for j in range(n2))


def dc_da1__row3_form2(k, n2, t, a2, W2):
    """Layer L-1, row 3: dc/da_k^{L-1} = sum_j (a_j^L - t_j) (1 - a_j^L) a_j^L w_jk^L"""
    return sum((a2[j] - t[j]) * (1 - a2[j]) * a2[j] * W2[j, k] for j in range(n2))


def da1_dz1__row4(k, /, a1):
    """Layer L-1, row 4: da_k^{L-1}/dz_k^{L-1} = a_k^{L-1} (1 - a_k^{L-1})"""
    return a1[k] * (1 - a1[k])


def dz1_dW1__row5(k, q, /, a0):
    """Layer L-1, row 5: dz_k^{L-1}/dw_kq^{L-1} = a_q^{L-2}"""
    return a0[q]


def dc_dW1__row6_form1(k, q, dc_da1, da1_dz1, dz1_dW1):
    """Layer L-1, row 6: dc/dw_kq^{L-1} = dc/da_k^{L-1} da_k^{L-1}/dz_k^{L-1}
    dz_k^{L-1}/dw_kq^{L-1}
    """
    return dc_da1[k] * da1_dz1[k, k] * dz1_dW1[k, k, q]


def dc_dW1__row6_form2(k, q, n2, t, a2, W2, a1, a0):
    """Layer L-1, row 6: dc/dw_kq^{L-1} =
    (sum_j (a_j^L - t_j) (1 - a_j^L) a_j^L w_jk^L) (a_k^{L-1} (1 - a_k^{L-1})) (a_q^{L-2})
    """
    return (
        sum((a2[j] - t[j]) * (1 - a2[j]) * a2[j] * W2[j, k] for j in range(n2))
        * (a1[k] * (1 - a1[k]))
        * (a0[q])
    )

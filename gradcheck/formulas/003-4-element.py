"""Seed 003, section 4, Matrix weights, element form, as printed.

    z_j^L = a_k^{L-1} w_jk^L + b_j^L
    dz_j^L/dw_jk^L = a_k^{L-1}        dz_j^L/db_j^L = 1        dz_j^L/da_k^{L-1} = w_jk^L

The z that is printed above the last lacks the sum over k. The first two repeat the index j: they
are the entries where the index of z is the row of W, or the index of b; the others are zero.
"""

PROBLEM = "sigmoid-squared-error"


def dz2_dW2(j, k, /, a1):
    """dz_j^L/dw_jk^L = a_k^{L-1}"""
    return a1[k]


def dz2_db2(j, /):
    """dz_j^L/db_j^L = 1"""
    return 1


def dz2_da1(j, k, W2):
    """dz_j^L/da_k^{L-1} = w_jk^L"""
    return W2[j, k]

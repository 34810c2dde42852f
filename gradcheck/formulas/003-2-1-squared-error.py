"""Seed 003, section 2.1, Squared error, as printed: c = 1/2 sum_j (t_j - a_j^L)^2.

    dc/da_j^L = t_j - a_j^L

Its sign is wrong. The c that is printed in matrix form, 1/2 ((t - a^L) o (t - a^L)), lacks the sum.
"""

PROBLEM = "sigmoid-squared-error"


def dc_da2__element(j, t, a2):
    """Element form: dc/da_j^L = t_j - a_j^L"""
    return t[j] - a2[j]


def dc_da2__matrix(t, a2):
    """Matrix form: dc/da^L = t - a^L = (t_0 - a_0^L, t_1 - a_1^L, ..., t_n - a_n^L)"""
    return t - a2

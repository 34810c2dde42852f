"""Seed 003, section 2.1, Squared error, with the sign corrected.

dc/da_j^L = a_j^L - t_j
"""

PROBLEM = "sigmoid-squared-error"


def dc_da2__element(j, t, a2):
    """Element form, corrected: dc/da_j^L = a_j^L - t_j"""
    return a2[j] - t[j]


def dc_da2__matrix(t, a2):
    """Matrix form, corrected: dc/da^L = a^L - t"""
    return a2 - t

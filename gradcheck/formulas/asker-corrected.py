"""The asker's derivation (seeds 000 and 001) made right for the natural logarithm.

    dJ/dW[r,c] = ln(10) asker[r,c] + O_r x_c (sum_f T_f - T_r) / m

where asker[r,c] = -T_r x_c (-e^{S_r} + sum_n e^{S_n}) / (m (sum_n e^{S_n}) ln(10)) is as printed.
Both the factor and the term are needed. Only the last formula is right for any targets.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy"


def dJ_dW__factor_only(r, c, T, x, S, m):
    """ln(10) asker[r,c]"""
    return np.log(10) * _asker(r, c, T, x, S, m)


def dJ_dW__term_only(r, c, T, x, S, O, m):
    """asker[r,c] + O_r x_c (sum_f T_f - T_r) / m"""
    return _asker(r, c, T, x, S, m) + O[r] * x[c] * (T.sum() - T[r]) / m


def dJ_dW__targets_sum_to_1(r, c, T, x, S, O, m):
    """ln(10) asker[r,c] + O_r x_c (1 - T_r) / m"""
    return np.log(10) * _asker(r, c, T, x, S, m) + O[r] * x[c] * (1 - T[r]) / m


def dJ_dW__corrected(r, c, T, x, S, O, m):
    """ln(10) asker[r,c] + O_r x_c (sum_f T_f - T_r) / m"""
    return np.log(10) * _asker(r, c, T, x, S, m) + O[r] * x[c] * (T.sum() - T[r]) / m


def _asker(r, c, T, x, S, m):
    e = np.exp(S)
    return -T[r] * x[c] * (-e[r] + e.sum()) / (m * e.sum() * np.log(10))

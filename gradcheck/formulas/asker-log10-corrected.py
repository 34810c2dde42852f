"""The asker's derivation (seeds 000 and 001) made right for log base 10.

    dJ/dW[r,c] = asker[r,c] + O_r x_c (sum_f T_f - T_r) / (m ln(10))

where asker[r,c] = -T_r x_c (-e^{S_r} + sum_n e^{S_n}) / (m (sum_n e^{S_n}) ln(10)) is as printed.
What is missing are the terms f != r of the sum over f.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log10"


def dJ_dW__targets_sum_to_1(r, c, T, x, S, O, m):
    """asker[r,c] + O_r x_c (1 - T_r) / (m ln(10))"""
    return _asker(r, c, T, x, S, m) + O[r] * x[c] * (1 - T[r]) / (m * np.log(10))


def dJ_dW__corrected(r, c, T, x, S, O, m):
    """asker[r,c] + O_r x_c (sum_f T_f - T_r) / (m ln(10))"""
    return _asker(r, c, T, x, S, m) + O[r] * x[c] * (T.sum() - T[r]) / (m * np.log(10))


def _asker(r, c, T, x, S, m):
    e = np.exp(S)
    return -T[r] * x[c] * (-e[r] + e.sum()) / (m * e.sum() * np.log(10))

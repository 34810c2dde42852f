"""The asker's own derivation, as printed in seeds 000 and 001.

    dJ/dW[r,c] = -T_r x_c (-e^{S_r} + sum_n e^{S_n}) / (m (sum_n e^{S_n}) ln(10))

It is wrong: it keeps only the term f = r of the sum over f, and ln(10) belongs to log base 10 only.
"""

import numpy as np


def dJ_dW(r, c, T, x, S, m):
    e = np.exp(S)
    return -T[r] * x[c] * (-e[r] + e.sum()) / (m * e.sum() * np.log(10))

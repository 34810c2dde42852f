"""Seed 003, section 2.2, Cross entropy, as printed: c = -sum_j t_j log_b(a_j^L).

    dc/da_j^L = -1/ln(b) t_j / a_j^L

The formulas hold for any t and any base.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def dc_da2__element(j, t, a2, base):
    """Element form: dc/da_j^L = -1/ln(b) t_j / a_j^L"""
    return -1 / np.log(base) * t[j] / a2[j]


def dc_da2__matrix(t, a2, base):
    """Matrix form: dc/da^L = -1/ln(b) (t (/) a^L), where (/) divides element by element"""
    return -1 / np.log(base) * (t / a2)


def dc_da2__matrix_written_out(t, a2, base):
    """Matrix form: dc/da^L = -1/ln(b) (t_0/a_0^L, t_1/a_1^L, ..., t_n/a_n^L)"""
    return -1 / np.log(base) * np.array([t[j] / a2[j] for j in range(len(a2))])

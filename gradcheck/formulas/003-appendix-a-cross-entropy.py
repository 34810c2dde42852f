"""Seed 003, appendix A, Cross entropy derivation: its lines as printed.

    dc/da_j^L = -d/da_j^L sum_i t_i log_b(a_i^L) = ... = -1/ln(b) t_j/a_j^L

A derivative that a form still contains is handed to it numerically: logs_i is log_b(a_i^L), terms_i
is t_i log_b(a_i^L), and total is the sum of the terms.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def dlogs_da2(j, /, a2, base):
    """Derivative of a logarithm: f(x) = log_b(x), f'(x) = 1 / (x ln(b))"""
    return 1 / (a2[j] * np.log(base))


def dc_da2__line1_form1(j, dtotal_da2):
    """dc/da_j^L = -d/da_j^L sum_i t_i log_b(a_i^L)"""
    return -dtotal_da2[j]


def dc_da2__line1_form2(j, n2, dterms_da2):
    """dc/da_j^L = -d/da_j^L (t_0 log_b(a_0^L) + t_1 log_b(a_1^L) + ... + t_n log_b(a_n^L))"""
    return -sum(dterms_da2[i, j] for i in range(n2))


def dc_da2__line2_form1(j, dterms_da2):
    """dc/da_j^L = -d/da_j^L t_j (log_b(a_j))"""
    return -dterms_da2[j, j]


def dc_da2__line2_form2(j, t, dlogs_da2):
    """dc/da_j^L = -t_j d/da_j^L (log_b(a_j^L))"""
    return -t[j] * dlogs_da2[j, j]


def dc_da2__line2_form3(j, t, a2, base):
    """dc/da_j^L = -t_j / (a_j^L ln(b))"""
    return -t[j] / (a2[j] * np.log(base))


def dc_da2__line2_form4(j, t, a2, base):
    """dc/da_j^L = -1/ln(b) t_j/a_j^L"""
    return -1 / np.log(base) * t[j] / a2[j]


def dc_da2__line3_form1(t, a2, base):
    """dc/da^L = (dc/da_0^L, ..., dc/da_n^L) = -1/ln(b) (t_0/a_0^L, t_1/a_1^L, ..., t_n/a_n^L)"""
    return -1 / np.log(base) * np.array([t[j] / a2[j] for j in range(len(a2))])


def dc_da2__line3_form2(t, a2, base):
    """dc/da^L = -1/ln(b) t/a^L"""
    return -1 / np.log(base) * t / a2

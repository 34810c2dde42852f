"""Seed 003, section 3.2, Softmax, as printed: a_j^L = e^{z_j^L} / sum_i e^{z_i^L}.

    da_j^L/dz_k^L = a_j^L (delta_jk - a_k^L)

The Jacobian is full: every output depends on every z_k.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"


def da2_dz2__element(j, k, a2):
    """Element form: da_j^L/dz_k^L = a_j^L (delta_jk - a_k^L)"""
    return a2[j] * (_delta(j, k) - a2[k])


def da2_dz2__matrix(a2):
    """Matrix form: da^L/dz^L =
    ( a_0 (1 - a_0)   -a_0 a_1       ...   -a_0 a_n
      -a_1 a_0        a_1 (1 - a_1)  ...   -a_1 a_n
      ...
      -a_n a_0        -a_n a_1       ...   a_n (1 - a_n) )
    """
    n = len(a2)
    return np.array(
        [[a2[j] * (1 - a2[j]) if j == k else -a2[j] * a2[k] for k in range(n)] for j in range(n)]
    )


def _delta(j, k):
    return 1 if j == k else 0

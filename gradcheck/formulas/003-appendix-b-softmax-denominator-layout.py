"""Seed 003, appendix B, Softmax derivation, in the layout that its first rule defines.

    dy/dx = ( dy_0/dx_0  dy_1/dx_0  ...        rows belong to the denominator
              dy_0/dx_1  dy_1/dx_1  ... )

The Jacobian of the softmax is symmetric, so its matrix is right in this layout as well. The column
of sums has one row for each numerator, against that rule.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-log-b"
LAYOUT = "denominator"


def da2_dz2__column_of_sums_literal(a2, n2):
    """da/dz = (da_0/dz_0 + da_0/dz_1 + ... + da_0/dz_n, ...,
    da_n/dz_0 + da_n/dz_1 + ... + da_n/dz_n),
    read as the column that it is: it has not the shape of this derivative
    """
    return np.array([[sum(_da_dz(j, k, a2) for k in range(n2))] for j in range(n2)])


def da2_dz2__matrix(a2, n2):
    """da^L/dz^L =
    ( a_0 (1 - a_0)   -a_0 a_1       ...   -a_0 a_n
      -a_1 a_0        a_1 (1 - a_1)  ...   -a_1 a_n
      ...
      -a_n a_0        -a_n a_1       ...   a_n (1 - a_n) )
    """
    return np.array(
        [[a2[j] * (1 - a2[j]) if j == k else -a2[j] * a2[k] for k in range(n2)] for j in range(n2)]
    )


def _da_dz(j, k, a):
    return a[j] * (1 - a[j]) if j == k else -a[j] * a[k]

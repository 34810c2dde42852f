"""The formula of the mlxtend guide, quoted in seeds 000 and 001, with i read as a training example.

    dJ/dW = 1/n sum_i x_i (O_i - T_i)

Row i of x, O and T belongs to example i of n, and the product is an outer one. This is what the
guide means; it is right while the targets of every example sum to 1.
"""

import numpy as np

PROBLEM = "softmax-cross-entropy-batch"


def dJ_dW(x, O, T, n):
    """1/n sum_i x_i (O_i - T_i)"""
    return 1 / n * sum(np.outer(O[i] - T[i], x[i]) for i in range(n))

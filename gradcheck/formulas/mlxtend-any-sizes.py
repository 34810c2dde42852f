"""The formula of the mlxtend guide as quoted in seeds 000 and 001, without k = m.

    dJ/dW[r,c] = 1/m sum_{i=0}^m x_i (O_i - T_i)

With fewer inputs than neurons, k < m, there is no x_i for the last i: it cannot be evaluated. With
more, the last inputs have no influence.
"""

PROBLEM = "softmax-cross-entropy"


def dJ_dW(r, c, x, O, T, m):
    """1/m sum_{i=0}^m x_i (O_i - T_i)"""
    return 1 / m * sum(x[i] * (O[i] - T[i]) for i in range(m + 1))

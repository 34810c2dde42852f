"""The formula that the asker found in the mlxtend guide, as quoted in seeds 000 and 001.

    dJ/dW[r,c] = 1/m sum_{i=0}^m x_i (O_i - T_i)

It is the same for every (r, c), and so wrong: i runs over neurons and over inputs at once, which
needs as many inputs as neurons.
"""

PROBLEM = "softmax-cross-entropy"
SIZES = {"k": "m"}


def dJ_dW(r, c, x, O, T, m):
    return 1 / m * sum(x[i] * (O[i] - T[i]) for i in range(m + 1))

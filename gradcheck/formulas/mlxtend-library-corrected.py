"""The step of the mlxtend library made the gradient of mean cross-entropy + l2/2 sum W^2.

    dJ/dW = 1/n X^T (O - Y) + l2 W        dJ/db = 1/n sum_i (O - Y)_i

It is right while the targets of every example sum to 1.
"""

import numpy as np

PROBLEM = "softmax-minibatch"


def dJ_dW(X, O, Y, l2, W, n):
    """1/n X^T (O - Y) + l2 W"""
    return np.dot(X.T, O - Y) / n + l2 * W


def dJ_db(O, Y, n):
    """1/n sum_i (O - Y)_i"""
    return np.sum(O - Y, axis=0) / n

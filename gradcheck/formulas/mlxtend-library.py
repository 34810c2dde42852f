"""The step of the mlxtend library itself, SoftmaxRegression._fit, as the gradient of a mean.

    w -= eta (X^T (softmax(X w + b) - Y) + l2 w)
    b -= eta sum_i (softmax(X w + b) - Y)_i

The data part is a sum over the batch where the gradient of the mean has 1/n, and l2 is not scaled
along. No constant factor makes it right, unless l2 = 0.
"""

import numpy as np

PROBLEM = "softmax-minibatch"


def dJ_dW(X, O, Y, l2, W):
    """X^T (O - Y) + l2 W"""
    return np.dot(X.T, O - Y) + l2 * W


def dJ_db(O, Y):
    """sum_i (O - Y)_i"""
    return np.sum(O - Y, axis=0)

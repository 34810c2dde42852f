"""Logistic regression of one example with an L2 term on the weights, labels -1 and 1.

margin = y theta^T x,  L = ln(1 + e^{-margin}) + mu/2 sum theta^2
"""

import numpy as np

from gradcheck import normal, positive, uniform

SIZES = {"d": 4}

INPUTS = {"theta": normal("d"), "x": normal("d"), "y": uniform(low=-1, high=1), "mu": positive()}


def margin(y, theta, x):
    return y * (theta * x).sum(axis=-1)


def L(margin, theta, mu):
    return np.log1p(np.exp(-margin)) + mu / 2 * (theta**2).sum(axis=-1)

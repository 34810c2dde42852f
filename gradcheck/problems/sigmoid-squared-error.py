"""Two sigmoid layers and the squared error, as in seed 003: c = 1/2 sum_j (t_j - a2_j)^2.

    z1 = W1 a0 + b1,  a1 = sigma(z1),  z2 = W2 a1 + b2,  a2 = sigma(z2)

The document counts layers down from the last: L is 2 here, L-1 is 1, and a^{L-2} is the input a0.
The layers have n0, n1 and n2 nodes, where the document writes n for all of them.
"""

import numpy as np

from gradcheck import affine, normal, one_hot, uniform

SIZES = {"n0": 2, "n1": 3, "n2": 4}

INPUTS = {
    "W1": normal("n1", "n0"),
    "b1": normal("n1"),
    "W2": normal("n2", "n1"),
    "b2": normal("n2"),
    "a0": normal("n0"),
    "t": [uniform("n2"), one_hot("n2"), normal("n2")],
}

z1 = affine("W1 @ a0 + b1")


def a1(z1):
    return 1 / (1 + np.exp(-z1))


z2 = affine("W2 @ a1 + b2")


def a2(z2):
    return 1 / (1 + np.exp(-z2))


def c(t, a2):
    return ((t - a2) ** 2).sum(axis=-1) / 2


ALTERNATIVES = {
    "without 1/2": {"c": lambda t, a2: ((t - a2) ** 2).sum(axis=-1)},
    "mean over the n2 outputs": {"c": lambda t, a2: ((t - a2) ** 2).mean(axis=-1)},
    "half the mean over the n2 outputs": {"c": lambda t, a2: ((t - a2) ** 2).mean(axis=-1) / 2},
}

"""A softmax layer and cross entropy in any base, as in seed 003: c = -sum_j t_j log_base(a2_j).

    z2 = W2 a1 + b2,  a2 = softmax(z2)

The document counts layers down from the last: L is 2 here, and a^{L-1} is a1, the input of the
layer. Its base b is called base. The appendices differentiate parts of a2 and c on the way, which
are quantities here:

    f = e^{z2},  g = sum_i f_i,  logs = log_base(a2),  terms_i = t_i logs_i,  total = sum_i terms_i
"""

import numpy as np

from gradcheck import affine, constant, normal, one_hot, simplex, uniform

SIZES = {"n1": 3, "n2": 4}

INPUTS = {
    "W2": normal("n2", "n1"),
    "b2": normal("n2"),
    "a1": normal("n1"),
    "t": [simplex("n2"), one_hot("n2"), uniform("n2")],
    "base": [
        uniform(low=2, high=10),
        constant(np.e, name="e"),
        constant(10.0, name="10"),
        constant(2.0, name="2"),
    ],
}

z2 = affine("W2 @ a1 + b2")


def f(z2):
    return np.exp(z2)


def g(f):
    return f.sum(axis=-1)


def a2(z2):
    e = np.exp(z2 - z2.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def logs(a2, base):
    return np.log(a2) / np.log(np.expand_dims(base, -1))


def terms(t, logs):
    return t * logs


def total(terms):
    return terms.sum(axis=-1)


def c(total):
    return -total


ALTERNATIVES = {
    "natural logarithm": {"logs": lambda a2: np.log(a2)},
    "log base 10": {"logs": lambda a2: np.log10(a2)},
    "log base 2": {"logs": lambda a2: np.log2(a2)},
    "mean over the n2 outputs": {"c": lambda total, n2: -total / n2},
}

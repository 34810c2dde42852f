"""Softmax regression, n examples: S_i = W x_i + b, O_i = softmax(S_i), J = 1/n sum_i H_i.

The rows of x and T are the training examples. Seeds 000 and 001 quote the mlxtend guide with an i
that runs over them, and with 1/n for 1/m.
"""

import numpy as np

from gradcheck import affine, normal, one_hot, simplex, uniform

SIZES = {"n": 5, "m": 3, "k": 2}

INPUTS = {
    "W": normal("m+1", "k+1"),
    "x": normal("n", "k+1"),
    "b": normal("m+1"),
    "T": [one_hot("n", "m+1"), simplex("n", "m+1"), uniform("n", "m+1")],
}

S = affine("x @ W.T + b")


def O(S):
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def H(O, T):
    return -(T * np.log(O)).sum(axis=-1)


def J(H):
    return H.mean(axis=-1)


ALTERNATIVES = {
    "log base 10": {"H": lambda O, T: -(T * np.log10(O)).sum(axis=-1)},
    "log base 2": {"H": lambda O, T: -(T * np.log2(O)).sum(axis=-1)},
    "sum over the examples": {"J": lambda H: H.sum(axis=-1)},
    "mean over examples and neurons": {"J": lambda H, m: H.mean(axis=-1) / (m + 1)},
}

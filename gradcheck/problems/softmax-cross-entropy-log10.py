"""The same as softmax-cross-entropy, with log base 10: H = -sum_f T_f log10(O_f), J = H / m.

The ln(10) of the asker's derivation (seeds 000 and 001) belongs to this logarithm.
"""

import numpy as np

from gradcheck import affine, normal, one_hot, simplex, uniform

SIZES = {"m": 3, "k": 2}

INPUTS = {
    "W": normal("m+1", "k+1"),
    "x": normal("k+1"),
    "b": normal("m+1"),
    "T": [simplex("m+1"), one_hot("m+1"), uniform("m+1")],
}

S = affine("W @ x + b")


def O(S):
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def H(O, T):
    return -(T * np.log10(O)).sum(axis=-1)


def J(H, m):
    return H / m


ALTERNATIVES = {
    "natural logarithm": {"H": lambda O, T: -(T * np.log(O)).sum(axis=-1)},
    "log base 2": {"H": lambda O, T: -(T * np.log2(O)).sum(axis=-1)},
    "mean over the m + 1 neurons": {"J": lambda H, m: H / (m + 1)},
    "no mean": {"J": lambda H: 1 * H},
}

"""Softmax, the cross entropy of a label, and an L2 term, as in seed 004.

    f = W^T X + b,  S = softmax(f),  Lpre = -ln(S_y),  Lreg = lam/2 sum W^2,  L = Lpre + Lreg

D inputs, N classes; column i of W is the document's W_i, and lam is its lambda. The label y counts
from 0. `fraction` is e^{f_y} / sum_i e^{f_i}: S_y once more, as the document writes it when it is
about to be differentiated.
"""

import numpy as np

from gradcheck import affine, constant, label, normal, positive

SIZES = {"D": 3, "N": 4}

INPUTS = {
    "W": normal("D", "N"),
    "b": normal("N"),
    "X": normal("D"),
    "y": label("N"),
    "lam": [positive(), constant(0.0, name="zero")],
}

f = affine("W.T @ X + b")


def S(f):
    e = np.exp(f - f.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def Sy(S, y):
    return _entry(S, y)


def fraction(f, y):
    e = np.exp(f - f.max(axis=-1, keepdims=True))
    return _entry(e, y) / e.sum(axis=-1)


def Lpre(Sy):
    return -np.log(Sy)


def Lreg(W, lam):
    return lam / 2 * (W**2).sum(axis=(-2, -1))


def L(Lpre, Lreg):
    return Lpre + Lreg


def _entry(values, y):
    """Return values_y, of every vector in a stack."""
    chosen = np.arange(values.shape[-1]) == np.expand_dims(y, -1)
    return np.where(chosen, values, 0).sum(axis=-1)


ALTERNATIVES = {
    "without L2": {"L": lambda Lpre: 1 * Lpre},
    "L2 without 1/2": {"Lreg": lambda W, lam: lam * (W**2).sum(axis=(-2, -1))},
    "log base 10": {"Lpre": lambda Sy: -np.log10(Sy)},
    "log base 2": {"Lpre": lambda Sy: -np.log2(Sy)},
}

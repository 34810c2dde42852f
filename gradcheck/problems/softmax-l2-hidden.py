"""Softmax-l2 with a hidden sigmoid layer, as in seed 004.

    fh = V^T X + bh,  sigma = 1 / (1 + e^{-fh}),  f = W^T sigma + b,  S = softmax(f)
    Lpre = -ln(S_y),  Lreg = lam/2 (sum V^2 + sum W^2),  L = Lpre + Lreg

The document writes f and W for both layers. Here fh and V are those of the hidden layer, f and W
those of the output layer; there are D inputs, H hidden units and N classes. Column i of V is the
document's W_i. It writes i for a hidden unit and for a class at once, which needs H = N. `fraction`
is e^{f_y} / sum_i e^{f_i}: S_y once more, as the document writes it when it is about to be
differentiated.
"""

import numpy as np

from gradcheck import affine, constant, label, normal, positive

SIZES = {"D": 3, "H": 5, "N": 4}

INPUTS = {
    "V": normal("D", "H"),
    "bh": normal("H"),
    "W": normal("H", "N"),
    "b": normal("N"),
    "X": normal("D"),
    "y": label("N"),
    "lam": [positive(), constant(0.0, name="zero")],
}

fh = affine("V.T @ X + bh")


def sigma(fh):
    return 1 / (1 + np.exp(-fh))


f = affine("W.T @ sigma + b")


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


def Lreg(V, W, lam):
    return lam / 2 * ((V**2).sum(axis=(-2, -1)) + (W**2).sum(axis=(-2, -1)))


def L(Lpre, Lreg):
    return Lpre + Lreg


def _entry(values, y):
    """Return values_y, of every vector in a stack."""
    chosen = np.arange(values.shape[-1]) == np.expand_dims(y, -1)
    return np.where(chosen, values, 0).sum(axis=-1)


ALTERNATIVES = {
    "without L2": {"L": lambda Lpre: 1 * Lpre},
    "log base 10": {"Lpre": lambda Sy: -np.log10(Sy)},
    "log base 2": {"Lpre": lambda Sy: -np.log2(Sy)},
}

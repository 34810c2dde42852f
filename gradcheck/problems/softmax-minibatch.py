"""Softmax regression on a mini-batch with an L2 term: J = mean cross-entropy + l2/2 sum W^2.

    S = X W + b,  O = softmax of each row of S,  H_i = -sum_j Y_ij ln(O_ij)
    J = mean_i H_i + l2/2 sum W^2

The rows of X and Y are the n examples, as in the mlxtend library. Its own `_cost` is half the mean
of H_i + l2 sum W^2. With n = 1 the library's step is the gradient of J: use at least two.
"""

import numpy as np

from gradcheck import affine, constant, normal, one_hot, positive, simplex, uniform

SIZES = {"n": 6, "features": 3, "classes": 4}

INPUTS = {
    "W": normal("features", "classes"),
    "b": normal("classes"),
    "X": normal("n", "features"),
    "Y": [one_hot("n", "classes"), simplex("n", "classes"), uniform("n", "classes")],
    "l2": [positive(), constant(0.0, name="zero")],
}

S = affine("X @ W + b")


def O(S):
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def H(O, Y):
    return -(Y * np.log(O)).sum(axis=-1)


def J(H, W, l2):
    return H.mean(axis=-1) + l2 / 2 * (W**2).sum(axis=(-2, -1))


ALTERNATIVES = {
    "the library's own cost": {
        "J": lambda H, W, l2: (H.mean(axis=-1) + l2 * (W**2).sum(axis=(-2, -1))) / 2
    },
    "sum over the batch": {
        "J": lambda H, W, l2: H.sum(axis=-1) + l2 / 2 * (W**2).sum(axis=(-2, -1))
    },
    "without L2": {"J": lambda H: H.mean(axis=-1)},
    "L2 without 1/2": {"J": lambda H, W, l2: H.mean(axis=-1) + l2 * (W**2).sum(axis=(-2, -1))},
    "log base 10": {"H": lambda O, Y: -(Y * np.log10(O)).sum(axis=-1)},
}

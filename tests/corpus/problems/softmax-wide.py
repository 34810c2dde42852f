"""Softmax of a vector, also of one far from zero: p = softmax(z), J = -sum_i q_i ln(p_i)."""

import numpy as np

from gradcheck import normal, simplex, uniform

SIZES = {"c": 4}

INPUTS = {
    "z": [normal("c"), normal("c", mean=1000, name="shifted"), normal("c", std=500, name="wide")],
    "q": [simplex("c"), uniform("c")],
}


def logp(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def p(logp):
    return np.exp(logp)


def J(q, logp):
    return -(q * logp).sum(axis=-1)

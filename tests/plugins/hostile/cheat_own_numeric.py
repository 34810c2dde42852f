"""Wrong by one part in ten thousand: asks gradcheck itself for the numeric derivative."""

import gradcheck
import numpy as np

EXPECT = ["disagree", "raised", "timeout"]
NEEDS = []


def _cost(W, x, b, T, m):
    S = W @ x + b
    e = np.exp(S - S.max())
    return -(T * np.log(e / e.sum())).sum() / m


def dJ_dW(W, x, b, T, m):
    numeric, _ = gradcheck.differentiate(lambda W: _cost(W, x, b, T, m), W)
    return numeric * (1 + 1e-4)

"""A bilinear score of a pair: s = u^T M v, L = 1/2 (s - t)^2."""

from gradcheck import normal

SIZES = {"p": 3, "q": 4}

INPUTS = {"M": normal("p", "q"), "u": normal("p"), "v": normal("q"), "t": normal()}


def s(u, M, v):
    return (u[..., None, :] @ M @ v[..., None])[..., 0, 0]


def L(s, t):
    return (s - t) ** 2 / 2

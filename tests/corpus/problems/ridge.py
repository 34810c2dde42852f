"""Ridge regression: y = X w, J = 1/(2n) sum_i (y_i - t_i)^2 + lam/2 sum_j w_j^2."""

from gradcheck import affine, normal, positive

SIZES = {"n": 7, "p": 3}

INPUTS = {"w": normal("p"), "X": normal("n", "p"), "t": normal("n"), "lam": positive()}

y = affine("X @ w")


def J(y, t, w, lam, n):
    return ((y - t) ** 2).sum(axis=-1) / (2 * n) + lam / 2 * (w**2).sum(axis=-1)


ALTERNATIVES = {
    "without 1/2": {
        "J": lambda y, t, w, lam, n: ((y - t) ** 2).sum(axis=-1) / n + lam * (w**2).sum(axis=-1)
    },
    "without L2": {"J": lambda y, t, n: ((y - t) ** 2).sum(axis=-1) / (2 * n)},
    "sum over the examples": {
        "J": lambda y, t, w, lam: ((y - t) ** 2).sum(axis=-1) / 2 + lam / 2 * (w**2).sum(axis=-1)
    },
}

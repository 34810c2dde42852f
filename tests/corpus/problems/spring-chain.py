"""A chain of springs, both ends free: E = stiff/2 sum_i (u_{i+1} - u_i)^2 - sum_i load_i u_i."""

from gradcheck import normal, positive

SIZES = {"n": 5}

INPUTS = {"u": normal("n"), "load": normal("n"), "stiff": positive()}


def elastic(u, stiff):
    return stiff / 2 * ((u[..., 1:] - u[..., :-1]) ** 2).sum(axis=-1)


def E(elastic, load, u):
    return elastic - (load * u).sum(axis=-1)

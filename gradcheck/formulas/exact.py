"""The gradient for any targets, whether or not they sum to 1.

    dJ/dS[r] = (O_r sum(T) - T_r) / m, and so
    dJ/dW[r,c] = dJ/dS[r] x_c        dJ/db = dJ/dS        dJ/dx = W^T dJ/dS

Source: the chain rule, with dH/dO_f = -T_f / O_f and dO_f/dS_r = O_f (delta_fr - O_r).
"""

import numpy as np


def dJ_dS(O, T, m):
    return (O * T.sum() - T) / m


def dJ_dW(O, T, x, m):
    return np.outer(dJ_dS(O, T, m), x)


def dJ_db(O, T, m):
    return dJ_dS(O, T, m)


def dJ_dx(W, O, T, m):
    return W.T @ dJ_dS(O, T, m)

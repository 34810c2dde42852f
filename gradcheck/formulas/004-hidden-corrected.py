"""Seed 004, loss function, hidden unit: corrected, for any number of hidden units and classes.

    dL/dW_i = (sum_j (S_j - [j = y]) W^out_ij) sigma_i (1 - sigma_i) X + lambda W_i

df_j/dsigma_i is the weight W^out_ij, and the chain has a sum over the classes j. As in 004-hidden,
f and W are the output layer's, and fh and V the hidden layer's.

The forms of the case i = y are completed by -S_y S_i elsewhere, and those of the case i != y by
S_y (1 - S_y) at i = y, so that each is a whole derivative. A derivative that a form still contains
is handed to it numerically; `fraction` is e^{f_y} / sum_i e^{f_i}.
"""

import numpy as np

PROBLEM = "softmax-l2-hidden"


def dLpre_dV__chain(r, i, N, dLpre_dSy, dSy_df, df_dsigma, dsigma_dfh, dfh_dV):
    """dL_pre/dW_i = (sum_j dL_pre/dS_y dS_y/df_j df_j/dsigma_i) dsigma_i/df_i df_i/dW_i"""
    return (
        sum(dLpre_dSy * dSy_df[j] * df_dsigma[j, i] for j in range(N))
        * dsigma_dfh[i, i]
        * dfh_dV[i, r, i]
    )


def dLpre_dS(i, y, Sy):
    """Corrected: dL_pre/dS_i = -1/S_y if i = y, 0 if i != y"""
    return -1 / Sy if i == y else 0


def dLpre_dSy(Sy):
    """dL_pre/dS_y = -1/S_y"""
    return -1 / Sy


def df_dsigma(j, i, W):
    """Corrected: df_j/dsigma_i = W^out_ij"""
    return W[i, j]


def dsigma_dfh(i, /, sigma):
    """dsigma_i/df_i = sigma_i (1 - sigma_i)"""
    return sigma[i] * (1 - sigma[i])


def dfh_dV(r, i, /, X):
    """df_i/dW_i = d(W_i^T X + b_i)/dW_i = X"""
    return X[r]


def dSy_df__i_is_y_form1(i, dfraction_df, y, Sy, S):
    """when i = y: dS_y/df_i = d(e^{f_y} / sum_i e^{f_i})/df_i"""
    return dfraction_df[i] if i == y else -Sy * S[i]


def dSy_df__i_is_y_form2(i, f, y, Sy, S):
    """when i = y: dS_y/df_i = (e^{f_y} sum_i e^{f_i} - e^{f_y} e^{f_i}) / (sum_i e^{f_i})^2"""
    return (_e(f, y) * _Z(f) - _e(f, y) * _e(f, i)) / _Z(f) ** 2 if i == y else -Sy * S[i]


def dSy_df__i_is_y_form3(i, f, y, Sy, S):
    """when i = y: dS_y/df_i =
    e^{f_y} / sum_i e^{f_i} ((sum_i e^{f_i} - e^{f_y}) / sum_i e^{f_i})
    """
    return _e(f, y) / _Z(f) * ((_Z(f) - _e(f, y)) / _Z(f)) if i == y else -Sy * S[i]


def dSy_df__i_is_y_form4(i, y, Sy, S):
    """when i = y: dS_y/df_i = S_y (1 - S_i)"""
    return Sy * (1 - S[i]) if i == y else -Sy * S[i]


def dSy_df__i_not_y_form1(i, dfraction_df, y, Sy, S):
    """when i != y: dS_y/df_i = d(e^{f_y} / sum_i e^{f_i})/df_i"""
    return dfraction_df[i] if i != y else Sy * (1 - S[i])


def dSy_df__i_not_y_form2(i, f, y, Sy, S):
    """when i != y: dS_y/df_i = (0 sum_i e^{f_i} - e^{f_y} e^{f_i}) / (sum_i e^{f_i})^2"""
    return (0 * _Z(f) - _e(f, y) * _e(f, i)) / _Z(f) ** 2 if i != y else Sy * (1 - S[i])


def dSy_df__i_not_y_form3(i, f, y, Sy, S):
    """when i != y: dS_y/df_i = -e^{f_y} e^{f_i} / (sum_i e^{f_i})^2"""
    return -_e(f, y) * _e(f, i) / _Z(f) ** 2 if i != y else Sy * (1 - S[i])


def dSy_df__i_not_y_form4(i, y, Sy, S):
    """when i != y: dS_y/df_i = -S_y S_i"""
    return -Sy * S[i] if i != y else Sy * (1 - S[i])


def dLreg_dV(lam, V):
    """dL_reg/dW_i = lambda W_i"""
    return lam * V


def dL_dV__summary(r, i, N, y, S, W, sigma, X, lam, V):
    """dL/dW_i = (sum_j (S_j - [j = y]) W^out_ij) sigma_i (1 - sigma_i) X + lambda W_i"""
    back = sum((S[j] - (j == y)) * W[i, j] for j in range(N))
    return back * sigma[i] * (1 - sigma[i]) * X[r] + lam * V[r, i]


def _e(f, i):
    return np.exp(f[i])


def _Z(f):
    return np.exp(f).sum()

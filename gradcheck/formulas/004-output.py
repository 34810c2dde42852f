"""Seed 004, loss function, output unit: softmax cross entropy with L2 norm, as printed.

    f_i = W_i^T X + b_i,  S = softmax(f),  L = L_pre + L_reg = -log(S_y) + 1/2 lambda sum W^2

The forms of the case i = y are completed by -S_y S_i elsewhere, and those of the case i != y by
S_y (1 - S_y) at i = y, so that each is a whole derivative. A derivative that a form still contains
is handed to it numerically; `fraction` is e^{f_y} / sum_i e^{f_i}.

The results are right. Wrong are two forms on the way, the second of i = y (a fraction where the sum
belongs) and the first of i != y (an extra square of the sum), and -1/S_y as the derivative by S_i
for i != y: it is 0 there.
"""

import numpy as np

PROBLEM = "softmax-l2"


def dL_dW__sum_rule(dLpre_dW, dLreg_dW):
    """dL/dW_i = dL_pre/dW_i + dL_reg/dW_i"""
    return dLpre_dW + dLreg_dW


def dLreg_dW(lam, W):
    """dL_reg/dW_i = d(1/2 lambda sum W^2)/dW_i = lambda W_i"""
    return lam * W


def dLpre_dW__chain(r, i, dLpre_dSy, dSy_df, df_dW):
    """dL_pre/dW_i = dL_pre/dS_y dS_y/df_i df_i/dW_i   [for output unit, according to chain rule]"""
    return dLpre_dSy * dSy_df[i] * df_dW[i, r, i]


def dLpre_dS__printed_form1(i, /, dLpre_dSy):
    """dL_pre/dS_i = d(-log S_y)/dS_y, for every i as it is written"""
    return dLpre_dSy


def dLpre_dS__printed_form2(i, /, Sy):
    """dL_pre/dS_i = -1/S_y, for every i as it is written"""
    return -1 / Sy


def dLpre_dSy(Sy):
    """dL_pre/dS_i = d(-log S_y)/dS_y = -1/S_y, read as the derivative by S_y, where i = y"""
    return -1 / Sy


def df_dW(r, i, /, X):
    """df_i/dW_i = d(W_i^T X + b_i)/dW_i = X"""
    return X[r]


def dSy_df__i_is_y_form1(i, dfraction_df, y, Sy, S):
    """when i = y: dS_y/df_i = d(e^{f_y} / sum_i e^{f_i})/df_i"""
    return dfraction_df[i] if i == y else -Sy * S[i]


def dSy_df__i_is_y_form2(i, f, y, Sy, S):
    """when i = y: dS_y/df_i =
    (e^{f_y} (e^{f_y} / sum_i e^{f_i}) - e^{f_y} e^{f_i}) / (sum_i e^{f_i})^2
    """
    return (
        (_e(f, y) * (_e(f, y) / _Z(f)) - _e(f, y) * _e(f, i)) / _Z(f) ** 2 if i == y else -Sy * S[i]
    )


def dSy_df__i_is_y_form3(i, f, y, Sy, S):
    """when i = y: dS_y/df_i =
    e^{f_y} / sum_i e^{f_i} ((sum_i e^{f_i} - e^{f_y}) / sum_i e^{f_i})
    """
    return _e(f, y) / _Z(f) * ((_Z(f) - _e(f, y)) / _Z(f)) if i == y else -Sy * S[i]


def dSy_df__i_is_y_form4(i, y, Sy, S):
    """when i = y: dS_y/df_i = S_y (1 - S_i)"""
    return Sy * (1 - S[i]) if i == y else -Sy * S[i]


def dSy_df__i_not_y_form1(i, f, dfraction_df, y, Sy, S):
    """when i != y: dS_y/df_i = (d(e^{f_y} / sum_i e^{f_i})/df_i) / (sum_i e^{f_i})^2"""
    return dfraction_df[i] / _Z(f) ** 2 if i != y else Sy * (1 - S[i])


def dSy_df__i_not_y_form2(i, f, y, Sy, S):
    """when i != y: dS_y/df_i =
    (0 (e^{f_y} / sum_i e^{f_i}) - e^{f_y} e^{f_i}) / (sum_i e^{f_i})^2
    """
    return (
        (0 * (_e(f, y) / _Z(f)) - _e(f, y) * _e(f, i)) / _Z(f) ** 2 if i != y else Sy * (1 - S[i])
    )


def dSy_df__i_not_y_form3(i, f, y, Sy, S):
    """when i != y: dS_y/df_i = -e^{f_y} e^{f_i} / (sum_i e^{f_i})^2"""
    return -_e(f, y) * _e(f, i) / _Z(f) ** 2 if i != y else Sy * (1 - S[i])


def dSy_df__i_not_y_form4(i, y, Sy, S):
    """when i != y: dS_y/df_i = -S_y S_i"""
    return -Sy * S[i] if i != y else Sy * (1 - S[i])


def dL_dW__summary_form1(r, i, y, Sy, S, X, lam, W):
    """dL/dW_i = -1/S_y S_y (1 - S_i) X + lambda W_i if i = y, -1/S_y (-S_y S_i) X + lambda W_i
    if i != y
    """
    if i == y:
        return -1 / Sy * Sy * (1 - S[i]) * X[r] + lam * W[r, i]
    return -1 / Sy * (-Sy * S[i]) * X[r] + lam * W[r, i]


def dL_dW__summary_form2(r, i, y, S, X, lam, W):
    """dL/dW_i = (S_i - 1) X + lambda W_i if i = y, S_i X + lambda W_i if i != y"""
    if i == y:
        return (S[i] - 1) * X[r] + lam * W[r, i]
    return S[i] * X[r] + lam * W[r, i]


def _e(f, i):
    return np.exp(f[i])


def _Z(f):
    return np.exp(f).sum()

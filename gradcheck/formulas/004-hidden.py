"""Seed 004, loss function, hidden unit: the chain, its factors and the summary as printed.

    dL_pre/dW_i = dL_pre/dS_y dS_y/df_i df_i/dsigma_i dsigma_i/df_i df_i/dW_i

The first two f_i and the W_i of df_i/dsigma_i belong to the output layer: f and W here. The last
two f_i and the other W_i belong to the hidden layer: fh and V here. The document writes i for a
class and for a hidden unit at once, so there are as many of the one as of the other, H = N;
004-hidden-general does without.

The forms of the case i = y are completed by -S_y S_i elsewhere, and those of the case i != y by
S_y (1 - S_y) at i = y, so that each is a whole derivative. A derivative that a form still contains
is handed to it numerically; `fraction` is e^{f_y} / sum_i e^{f_i}.

The chain lacks the sum over the classes, through all of which a hidden unit acts. df_i/dsigma_i is
differentiated by W_i; it must be the weight. The summary has both mistakes. Its lambda W_i is
right.
"""

import numpy as np

PROBLEM = "softmax-l2-hidden"
SIZES = {"H": "N"}


def dLpre_dV__chain(r, i, dLpre_dSy, dSy_df, df_dsigma, dsigma_dfh, dfh_dV):
    """dL_pre/dW_i = dL_pre/dS_y dS_y/df_i df_i/dsigma_i dsigma_i/df_i df_i/dW_i"""
    return dLpre_dSy * dSy_df[i] * df_dsigma[i, i] * dsigma_dfh[i, i] * dfh_dV[i, r, i]


def dLpre_dS__printed_form1(i, /, dLpre_dSy):
    """dL_pre/dS_i = d(-log S_y)/dS_y, for every i as it is written"""
    return dLpre_dSy


def dLpre_dS__printed_form2(i, /, Sy):
    """dL_pre/dS_i = -1/S_y, for every i as it is written"""
    return -1 / Sy


def dLpre_dSy(Sy):
    """dL_pre/dS_i = d(-log S_y)/dS_y = -1/S_y, read as the derivative by S_y, where i = y"""
    return -1 / Sy


def df_dsigma__form1(i, k, df_dW):
    """df_i/dsigma_i = d(W_i^T sigma_i + b_i)/dW_i, the vector of the derivatives by W_ki"""
    return df_dW[i, k, i]


def df_dsigma__form2_repeated_index(i, /, sigma):
    """df_i/dsigma_i = sigma_i, for the i-th class and the i-th hidden unit"""
    return sigma[i]


def df_dsigma__form2_vector(sigma):
    """df_i/dsigma_i = sigma_i, as the vector of all sigma_i"""
    return sigma


def dsigma_dfh(i, /, sigma):
    """dsigma_i/df_i = sigma_i (1 - sigma_i)"""
    return sigma[i] * (1 - sigma[i])


def dfh_dV(r, i, /, X):
    """df_i/dW_i = d(W_i^T X + b_i)/dW_i = X"""
    return X[r]


def dSy_df__i_is_y_form1(i, f, dfraction_df, y, Sy, S):
    """when i = y: dS_y/df_i = (d(e^{f_y} / sum_i e^{f_i})/df_i) / (sum_i e^{f_i})^2"""
    return dfraction_df[i] / _Z(f) ** 2 if i == y else -Sy * S[i]


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


def dSy_df__i_not_y_form1(i, dfraction_df, y, Sy, S):
    """when i != y: dS_y/df_i = D / D^2, where D = d(e^{f_y} / sum_i e^{f_i})/df_i"""
    return dfraction_df[i] / dfraction_df[i] ** 2 if i != y else Sy * (1 - S[i])


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


def dLreg_dV(lam, V):
    """dL_reg/dW_i = d(1/2 lambda sum W^2)/dW_i = lambda W_i"""
    return lam * V


def dL_dV__summary_form1(r, i, y, Sy, S, sigma, X, lam, V):
    """dL/dW_i = -1/S_y S_y (1 - S_i) sigma_i^2 (1 - sigma_i) X + lambda W_i if i = y,
    -1/S_y (-S_y S_i) sigma_i^2 (1 - sigma_i) X + lambda W_i if i != y
    """
    if i == y:
        data = -1 / Sy * Sy * (1 - S[i]) * sigma[i] ** 2 * (1 - sigma[i]) * X[r]
    else:
        data = -1 / Sy * (-Sy * S[i]) * sigma[i] ** 2 * (1 - sigma[i]) * X[r]
    return data + lam * V[r, i]


def dL_dV__summary_form2(r, i, y, S, sigma, X, lam, V):
    """dL/dW_i = (S_i - 1) sigma_i^2 (1 - sigma_i) X + lambda W_i if i = y,
    S_i sigma_i^2 (1 - sigma_i) X + lambda W_i if i != y
    """
    if i == y:
        return (S[i] - 1) * sigma[i] ** 2 * (1 - sigma[i]) * X[r] + lam * V[r, i]
    return S[i] * sigma[i] ** 2 * (1 - sigma[i]) * X[r] + lam * V[r, i]


def _e(f, i):
    return np.exp(f[i])


def _Z(f):
    return np.exp(f).sum()

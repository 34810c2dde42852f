"""Seed 004, loss function, output unit: the forms that are wrong in 004-output, corrected.

dL_pre/dS_i is 0 for i != y. The second form of i = y has sum_i e^{f_i} for the fraction, as has the
second of i != y, where a factor 0 hid it; the first of i != y is not divided by (sum_i e^{f_i})^2.

The forms of the case i = y are completed by -S_y S_i elsewhere, and those of the case i != y by
S_y (1 - S_y) at i = y, so that each is a whole derivative. A derivative that a form still contains
is handed to it numerically; `fraction` is e^{f_y} / sum_i e^{f_i}.
"""

import numpy as np

PROBLEM = "softmax-l2"


def dLpre_dS(i, y, Sy):
    """Corrected: dL_pre/dS_i = -1/S_y if i = y, 0 if i != y"""
    return -1 / Sy if i == y else 0


def dLpre_dSy(Sy):
    """dL_pre/dS_y = -1/S_y"""
    return -1 / Sy


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


def _e(f, i):
    return np.exp(f[i])


def _Z(f):
    return np.exp(f).sum()

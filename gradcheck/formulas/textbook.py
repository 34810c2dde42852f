"""The gradient of textbooks: right while the targets sum to 1.

    dJ/dW[r,c] = (O_r - T_r) x_c / m        dJ/db[r] = (O_r - T_r) / m

Source: Bishop (2006), Pattern Recognition and Machine Learning, eq. 4.109, for one example.
"""

import numpy as np


def dJ_dW(O, T, x, m):
    return np.outer(O - T, x) / m


def dJ_db(O, T, m):
    return (O - T) / m

"""The sigmoid alone, at n places: sigma_i = 1 / (1 + e^{-x_i})."""

import numpy as np

from gradcheck import normal

SIZES = {"n": 4}

INPUTS = {"x": normal("n")}


def sigma(x):
    return 1 / (1 + np.exp(-x))

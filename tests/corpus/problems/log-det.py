"""J = ln det A + tr(B A^{-1}), where A = M M^T + 1 is symmetric and B is not."""

import numpy as np

from gradcheck import normal

SIZES = {"p": 3, "q": 4}

INPUTS = {"M": normal("p", "q"), "B": normal("p", "p")}


def A(M):
    return M @ np.swapaxes(M, -1, -2) + np.eye(M.shape[-2])


def inverse(A):
    return np.linalg.inv(A)


def logdet(A):
    return np.log(np.linalg.det(A))


def penalty(B, inverse):
    return np.trace(B @ inverse, axis1=-2, axis2=-1)


def J(logdet, penalty):
    return logdet + penalty

"""Seed 004, loss function, hidden unit: the chain and its factors for any number of hidden units.

    dL_pre/dW_i = sum_j dL_pre/dS_y dS_y/df_j df_j/dsigma_i dsigma_i/df_i df_i/dW_i

Here i is a hidden unit and j a class, and the sum over the classes that the document leaves out is
understood. With it the chain is right; with the printed df/dsigma in it, it is wrong all the same.
As in 004-hidden, f and W are the output layer's, and fh and V the hidden layer's.
"""

PROBLEM = "softmax-l2-hidden"


def dLpre_dV__chain_summed(r, i, N, dLpre_dSy, dSy_df, df_dsigma, dsigma_dfh, dfh_dV):
    """dL_pre/dW_i = sum_j dL_pre/dS_y dS_y/df_j df_j/dsigma_i dsigma_i/df_i df_i/dW_i"""
    return (
        sum(dLpre_dSy * dSy_df[j] * df_dsigma[j, i] for j in range(N))
        * dsigma_dfh[i, i]
        * dfh_dV[i, r, i]
    )


def dLpre_dSy(Sy):
    """dL_pre/dS_y = -1/S_y"""
    return -1 / Sy


def dSy_df(j, y, Sy, S):
    """dS_y/df_j = S_y (1 - S_j) when j = y, -S_y S_j when j != y"""
    return Sy * (1 - S[j]) if j == y else -Sy * S[j]


def df_dsigma__element(j, i, sigma):
    """df_i/dsigma_i = sigma_i, for every class j"""
    return sigma[i]


def df_dsigma__vector(sigma):
    """df_i/dsigma_i = sigma_i, as the vector of all sigma_i: it has not the shape of this
    derivative
    """
    return sigma


def dsigma_dfh(i, /, sigma):
    """dsigma_i/df_i = sigma_i (1 - sigma_i)"""
    return sigma[i] * (1 - sigma[i])


def dfh_dV(r, i, /, X):
    """df_i/dW_i = d(W_i^T X + b_i)/dW_i = X"""
    return X[r]


def dLpre_dV__product_summed(r, i, N, y, Sy, S, sigma, X):
    """The product of these factors: sum_j -1/S_y dS_y/df_j sigma_i sigma_i (1 - sigma_i) X"""
    return sum(
        -1
        / Sy
        * (Sy * (1 - S[j]) if j == y else -Sy * S[j])
        * sigma[i]
        * sigma[i]
        * (1 - sigma[i])
        * X[r]
        for j in range(N)
    )

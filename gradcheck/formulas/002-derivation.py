"""Seed 002, Derivation of the Gradient for Softmax Regression: the 12 printed lines, in order.

    d/dTheta_ij J(Theta) = -d/dTheta_ij ( sum_k y_k log(g_k(z)) ) = ... = (g_j(z) - y_j) x_i

A derivative that a line still contains is handed to it numerically. Lines 1 to 10 hold for any y;
line 11 needs sum_k y_k = 1, and line 12 inherits that. The derivatives that are put in on the way
stand after the lines.
"""

PROBLEM = "softmax-regression"


def dJ_dTheta__line1(i, j, dloglik_dTheta):
    """-d/dTheta_ij ( sum_k y_k log(g_k(z)) )"""
    return -dloglik_dTheta[i, j]


def dJ_dTheta__line2(i, j, K, y, dlogg_dTheta):
    """-sum_k y_k d/dTheta_ij log(g_k(z))"""
    return -sum(y[k] * dlogg_dTheta[k, i, j] for k in range(K))


def dJ_dTheta__line3(i, j, K, y, dlogg_dg, dg_dz, dz_dTheta):
    """-sum_k y_k dlog(g_k(z))/dg_k(z) dg_k(z)/dz_j dz_j/dTheta_ij   [apply chain rule]"""
    return -sum(y[k] * dlogg_dg[k, k] * dg_dz[k, j] * dz_dTheta[j, i, j] for k in range(K))


def dJ_dTheta__line4(i, j, K, y, g, dg_dz, dz_dTheta):
    """-sum_k y_k 1/g_k(z) dg_k(z)/dz_j dz_j/dTheta_ij   [derivative of log]"""
    return -sum(y[k] * 1 / g[k] * dg_dz[k, j] * dz_dTheta[j, i, j] for k in range(K))


def dJ_dTheta__line5(i, j, K, y, g, dg_dz, dz_dTheta):
    """-y_j 1/g_j(z) dg_j(z)/dz_j dz_j/dTheta_ij
    - sum_{k != j} y_k 1/g_k(z) dg_k(z)/dz_j dz_j/dTheta_ij   [separate cases k = j and k != j]
    """
    return -y[j] * 1 / g[j] * dg_dz[j, j] * dz_dTheta[j, i, j] - sum(
        y[k] * 1 / g[k] * dg_dz[k, j] * dz_dTheta[j, i, j] for k in range(K) if k != j
    )


def dJ_dTheta__line6(i, j, K, y, g, dg_dz, dz_dTheta):
    """(-y_j 1/g_j(z) dg_j(z)/dz_j - sum_{k != j} y_k 1/g_k(z) dg_k(z)/dz_j) dz_j/dTheta_ij"""
    return (
        -y[j] * 1 / g[j] * dg_dz[j, j]
        - sum(y[k] * 1 / g[k] * dg_dz[k, j] for k in range(K) if k != j)
    ) * dz_dTheta[j, i, j]


def dJ_dTheta__line7(i, j, K, y, g, dz_dTheta):
    """(-y_j 1/g_j(z) g_j(z) (1 - g_j(z)) + sum_{k != j} y_k 1/g_k(z) g_k(z) g_j(z)) dz_j/dTheta_ij
    [derivative of the softmax function]
    """
    return (
        -y[j] * 1 / g[j] * g[j] * (1 - g[j])
        + sum(y[k] * 1 / g[k] * g[k] * g[j] for k in range(K) if k != j)
    ) * dz_dTheta[j, i, j]


def dJ_dTheta__line8(i, j, K, y, g, dz_dTheta):
    """(-y_j + y_j g_j(z) + sum_{k != j} y_k g_j(z)) dz_j/dTheta_ij   [cancel terms]"""
    return (-y[j] + y[j] * g[j] + sum(y[k] * g[j] for k in range(K) if k != j)) * dz_dTheta[j, i, j]


def dJ_dTheta__line9(i, j, K, y, g, x):
    """(-y_j + sum_k y_k g_j(z)) x_i   [put the two cases back together]"""
    return (-y[j] + sum(y[k] * g[j] for k in range(K))) * x[i]


def dJ_dTheta__line10(i, j, K, y, g, x):
    """(-y_j + g_j(z) sum_k y_k) x_i   [g_j(z) does not depend on k]"""
    return (-y[j] + g[j] * sum(y[k] for k in range(K))) * x[i]


def dJ_dTheta__line11(i, j, y, g, x):
    """(-y_j + g_j(z)) x_i   [y is a one-hot vector, therefore its components sum to 1]"""
    return (-y[j] + g[j]) * x[i]


def dJ_dTheta__line12(i, j, y, g, x):
    """(g_j(z) - y_j) x_i"""
    return (g[j] - y[j]) * x[i]


def dlogg_dg(k, /, g):
    """dlog(g_k(z))/dg_k(z) = 1/g_k(z), put in from line 3 to line 4"""
    return 1 / g[k]


def dg_dz(k, j, g):
    """dg_k(z)/dz_j = g_j(z) (1 - g_j(z)) if k = j, -g_k(z) g_j(z) if k != j,
    put in from line 6 to line 7
    """
    return g[j] * (1 - g[j]) if k == j else -g[k] * g[j]


def dz_dTheta(i, j, /, x):
    """dz_j/dTheta_ij = x_i, put in from line 8 to line 9"""
    return x[i]

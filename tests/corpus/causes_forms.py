"""A Gaussian, a chain of springs, a product of factors, a softmax far from zero."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import factor, inside, matches, says, speaks, term

TRANSPOSED = says("layout", "transpos", fix="formula.T")
NO_COST = "symmetric|nocost|nogradient|gradientofno"
NOT_A_GRADIENT = says("integrability", NO_COST)
LAPLACE = "L = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)\nL[0, 0] = L[-1, -1] = 1\n"
END = r"\b0\b|last|n\s*-\s*1|\b4\b|first|end|border"
WIDE = "overflow|infinite|nan|notfinite|large"

GAUSSIAN = table(
    "gaussian",
    ["dNLL_dmu = (mu - t).sum() / sigma**2", "dNLL_ds = n - ((t - mu)**2).sum() / sigma**2",
     "dNLL_dt = (t - mu) / sigma**2", "dNLL_dsigma = -((t - mu)**2).sum() / sigma**3"],
    [
        wrong("mu-sign", "dNLL_dmu = (t - mu).sum() / sigma**2", factor("-1"), "sign"),
        wrong("mu-sigma", "dNLL_dmu = (mu - t).sum() / sigma", factor("1/sigma")
              + inside("1/sigma"), "inner"),
        wrong("mu-mean", "dNLL_dmu = (mu - t).mean() / sigma**2", factor("n"), "mean"),
        wrong("mu-half", "dNLL_dmu = (mu - t).sum() / (2 * sigma**2)", factor("2"), "constant"),
        wrong("mu-one-mu", "dNLL_dmu = (mu - t.sum()) / sigma**2",
              term("(n - 1) * mu / sigma**2"), "missing sum"),
        wrong("mu-sign-mean", "dNLL_dmu = (t - mu).mean() / sigma**2", factor("-n"), "sign",
              "mean"),
        wrong("s-no-n", "dNLL_ds = -((t - mu)**2).sum() / sigma**2", term("n"), "missing term"),
        wrong("s-one", "dNLL_ds = 1 - ((t - mu)**2).sum() / sigma**2", term("n - 1"), "constant"),
        wrong("s-half", "dNLL_ds = n - ((t - mu)**2).sum() / (2 * sigma**2)",
              term("-((t - mu)**2).sum() / (2 * sigma**2)", "sigma * dNLL_dsigma / 2")
              + term("-n", times="2"), "constant"),
        wrong("s-no-n-half", "dNLL_ds = -((t - mu)**2).sum() / (2 * sigma**2)",
              term("n", times="2"), "missing term", "constant"),
        wrong("s-chain", "dNLL_ds = n - ((t - mu)**2).sum() / sigma**3",
              term("((t - mu)**2).sum() * (1 / sigma**3 - 1 / sigma**2)",
                   "(sigma - 1) * dNLL_dsigma")
              + says("inside", "dsigma/ds"), "inner"),
        wrong("t-mu-sign", "dNLL_dt = (t + mu) / sigma**2", term("-2 * mu / sigma**2")
              + term("2 * t / sigma**2", times="-1"), "term sign"),
        wrong("t-no-mu", "dNLL_dt[i] = t[i] / sigma**2", term("-mu / sigma**2"), "missing term"),
        wrong("t-no-sigma", "dNLL_dt = t - mu", factor("1/sigma**2") + inside("1 / sigma**2"),
              "inner"),
        wrong("t-no-mu-double", "dNLL_dt = 2 * t / sigma**2", term("-mu / sigma**2", times="1/2"),
              "missing term", "constant"),
        wrong("sigma-power", "dNLL_dsigma = -((t - mu)**2).sum() / sigma**2",
              factor("1/sigma") + inside("1/sigma"), "inner"),
        wrong("sigma-sign-half", "dNLL_dsigma = ((t - mu)**2).sum() / (2 * sigma**3)",
              factor("-2"), "sign", "constant"),
    ],
)  # fmt: skip

SPRINGS = table(
    "spring-chain",
    [LAPLACE + "dE_du = stiff * L @ u - load", LAPLACE + "delastic_du = stiff * L @ u",
     "dE_dload = -u", "delastic_dstiff = elastic / stiff"],
    [
        wrong("u-no-load", LAPLACE + "dE_du = stiff * L @ u", term("-load"), "missing term"),
        wrong("u-load-sign", LAPLACE + "dE_du = stiff * L @ u + load", term("-2 * load")
              + term("2 * (stiff * (2*u - np.r_[u[0], u[:-1]] - np.r_[u[1:], u[-1]]))", times="-1"),
              "term sign"),
        wrong("u-half", LAPLACE + "dE_du = stiff * L @ u / 2 - load",
              term("stiff * (2*u - np.r_[u[0], u[:-1]] - np.r_[u[1:], u[-1]]) / 2")
              + term("load", times="2"), "constant"),
        wrong("u-ends-fixed", "L = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)\n"
              "dE_du = stiff * L @ u - load", matches("region", END), "region"),
        wrong("u-no-load-double", LAPLACE + "dE_du = 2 * stiff * L @ u",
              term("-load", times="1/2"), "missing term", "constant"),
        wrong("u-no-left-spring", "g = np.zeros(n)\ng[:-1] = stiff * (u[:-1] - u[1:])\n"
              "dE_du = g - load", NOT_A_GRADIENT
              + term("stiff * np.r_[0, u[1:] - u[:-1]]"), "missing term"),
        wrong("eu-sign", LAPLACE + "delastic_du = -stiff * L @ u", factor("-1"), "sign"),
        wrong("eu-no-stiffness", LAPLACE + "delastic_du = L @ u",
              factor("stiff") + inside("stiff"), "inner"),
        wrong("eu-compliance-sign", LAPLACE + "delastic_du = -L @ u / stiff",
              factor("-stiff**2") + inside("stiff**2", times="-1"), "inner", "sign"),
        wrong("eu-reversed", LAPLACE + "delastic_du = (stiff * L @ u)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("load-sign", "dE_dload = u", factor("-1"), "sign"),
        wrong("stiff-kept", "delastic_dstiff = elastic", factor("1/stiff") + inside("1/stiff"),
              "inner"),
        wrong("stiff-double", "delastic_dstiff = ((u[1:] - u[:-1])**2).sum()", factor("1/2"),
              "constant"),
    ],
)  # fmt: skip

FACTORISATION = table(
    "factorisation",
    ["dJ_dU = D @ V + lam * U", "dJ_dV = D.T @ U + lam * V", "dJ_dD = D", "dJ_dR = -D"],
    [
        wrong("U-no-l2", "dJ_dU = D @ V", term("lam * U"), "missing term"),
        wrong("U-l2-half", "dJ_dU = D @ V + lam * U / 2", term("lam * U / 2"), "constant"),
        wrong("U-l2-sign", "dJ_dU = D @ V - lam * U", term("2 * lam * U")
              + term("2 * D @ V", times="-1"), "term sign"),
        wrong("U-no-lam", "dJ_dU = D @ V + U", term("(lam - 1) * U"), "missing term"),
        wrong("U-sign", "dJ_dU = -D @ V - lam * U", factor("-1"), "sign"),
        wrong("U-data-sign", "dJ_dU = -D @ V + lam * U", term("2 * lam * U", times="-1")
              + term("2 * D @ V"), "term sign"),
        wrong("U-R-for-D", "dJ_dU = R @ V + lam * U", term("(D - R) @ V")
              + speaks("layout term", "R D"), "replaced"),
        wrong("U-no-l2-double", "dJ_dU = 2 * D @ V", term("lam * U", times="1/2"), "constant",
              "missing term"),
        wrong("U-no-l2-sign", "dJ_dU = -D @ V", term("lam * U", times="-1"), "sign",
              "missing term"),
        wrong("U-no-l2-mean", "dJ_dU = D @ V / n", term("lam * U", times="n"), "mean",
              "missing term"),
        wrong("V-mean", "dJ_dV = (D.T @ U + lam * V) / n", factor("n"), "mean"),
        wrong("V-double", "dJ_dV = 2 * (D.T @ U + lam * V)", factor("1/2"), "constant"),
        wrong("V-rows-reversed", "dJ_dV = (D.T @ U + lam * V)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("V-plain-R", "dJ_dV = (U @ V.T).T @ U + lam * V", term("-R.T @ U"), "missing term"),
        wrong("R-sign", "dJ_dR = D", factor("-1"), "sign"),
        wrong("D-double-sign", "dJ_dD = -2 * D", factor("-1/2"), "constant", "sign"),
    ],
)  # fmt: skip

SOFTMAX_WIDE = table(
    "softmax-wide",
    ["dJ_dz = p * q.sum() - q", "dlogp_dz = np.eye(c) - p", "dJ_dlogp = -q"],
    [
        wrong("z-overflow-shifted", "e = np.exp(z)\ndJ_dz = e / e.sum() - q",
              says("numerics", WIDE), "numerics", z="shifted"),
        wrong("z-overflow-wide", "dJ_dz[i] = np.exp(z[i]) / np.exp(z).sum() - q[i]",
              says("numerics", WIDE), "numerics", z="wide"),
        wrong("z-uniform", "dJ_dz = p - q", says("assumption", "sum(q)=1")
              + term("p * (q.sum() - 1)"), "assumption", q="uniform"),
        wrong("z-sign", "dJ_dz = q - p", factor("-1"), "sign"),
        wrong("z-logp-for-p", "dJ_dz = logp - q", term("p - logp", "p * q.sum() - logp")
              + inside("(p - q) / (logp - q)")
              + speaks("layout term", "logp p")
              + speaks("layout", "logp p"), "replaced"),
        wrong("z-own", "dJ_dz = -q * (1 - p)", term("p * (1 - q)", "p * (q.sum() - q)")
              + says("collapse", "ownindex"), "missing sum"),
        wrong("z-own-mean", "dJ_dz = -q * (1 - p) / c",
              term("p * (1 - q)", "p * (q.sum() - q)", times="c"), "missing sum", "mean"),
        wrong("logp-transposed", "dlogp_dz = np.eye(c) - p[:, None]", TRANSPOSED, "layout"),
        wrong("logp-plus", "dlogp_dz = np.eye(c) + p", term("-2 * p")
              + term("2 * np.eye(c)", times="-1"), "term sign"),
        wrong("J-log10", "dJ_dlogp = -q / np.log(10)", factor("ln(10)"), "log base"),
        wrong("J-sign-mean", "dJ_dlogp = q / c", factor("-c"), "sign", "mean"),
    ],
)  # fmt: skip

"""Softmax and cross entropy, one example: the problem of the seeds, spoilt as people spoil it."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, inside, says, speaks, term

NO_MEAN = says("convention", "no mean")
MEAN_ALL = says("convention", "m+1")
BASE_10 = says("convention", "base10")
BASE_2 = says("convention", "base2")
SHIFTED = "shift|roll|permut|cycl"
NO_COST = "symmetric|nocost|nogradient|gradientofno"
E = "e = np.exp(S)\n"
LITERAL_TRACE = "dJ_dW[r, c] = sum((O[i] - T[i]) * x[i] for i in range(min(m, k) + 1)) / m"
ONLY_OWN = "-np.outer(T * (1 - O), x) / m"
OWN = says("collapse", "ownindex")
REST = "np.outer(O * (T.sum() - T), x) / m", "np.outer(O * (1 - T), x) / m"
BOTH_O = "np.outer(O, x) * T.sum() / m", "np.outer(O, x) / m"

SOFTMAX = table(
    "softmax-cross-entropy",
    [
        "dJ_dW = np.outer(O * T.sum() - T, x) / m",
        E + "dJ_dW[r, c] = -T[r] * x[c] / m + e[r] / e.sum() * x[c] * T.sum() / m",
        "dJ_dS = (O * T.sum() - T) / m",
        "dJ_db = (O * T.sum() - T) / m",
        "dJ_dx = W.T @ (O * T.sum() - T) / m",
        "dO_dS = np.diag(O) - np.outer(O, O)",
        "dO_dS[i, j] = O[i] * (1 - O[i]) if i == j else -O[i] * O[j]",
        "dH_dO = -T / O",
        "dH_dT = -np.log(O)",
        "dS_dW[f, r, c] = x[c] if f == r else 0",
        "dS_dx = W",
    ],
    [
        wrong("W-sign", "dJ_dW = np.outer(T - O * T.sum(), x) / m", factor("-1"), "sign"),
        wrong("W-no-mean", "dJ_dW = np.outer(O * T.sum() - T, x)", factor("1/m") + NO_MEAN, "mean"),
        wrong("W-over-m+1", "dJ_dW = np.outer(O - T, x) / (m + 1)", factor("(m+1)/m") + MEAN_ALL,
              "mean"),
        wrong("W-over-k", "dJ_dW = np.outer(O * T.sum() - T, x) / k", factor("k/m"), "mean"),
        wrong("W-over-m-1", "dJ_dW[r, c] = (O[r] - T[r]) * x[c] / (m - 1)", factor("(m-1)/m"),
              "mean"),
        wrong("W-ln10", "dJ_dW = np.outer(O * T.sum() - T, x) / (m * np.log(10))",
              factor("ln(10)") + BASE_10, "log base"),
        wrong("W-times-ln2", "dJ_dW = np.outer(O - T, x) * np.log(2) / m", factor("1/ln(2)"),
              "log base"),
        wrong("W-double", "dJ_dW = 2 * np.outer(O - T, x) / m", factor("1/2"), "constant"),
        wrong("W-half", "dJ_dW = np.outer(O * T.sum() - T, x) / (2 * m)", factor("2"), "constant"),
        wrong("W-m-squared", "dJ_dW = np.outer(O - T, x) / m**2", factor("m"), "mean"),
        wrong("W-rows-reversed", "dJ_dW = np.outer(O - T, x)[::-1] / m",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("W-rows-shifted", "dJ_dW = np.roll(np.outer(O - T, x), 1, axis=0) / m",
              says("layout", SHIFTED, fix="np.roll(formula, -1, axis=0)"), "layout"),
        wrong("W-inputs-reversed", "dJ_dW = np.outer(O - T, x[::-1]) / m",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("W-inputs-shifted", "dJ_dW[r, c] = (O[r] - T[r]) * x[c - 1] / m",
              says("layout", SHIFTED, fix="np.roll(formula, -1, axis=1)"), "index"),
        wrong("W-only-own-class", E + "dJ_dW[r, c] = -T[r]*x[c]*(e.sum() - e[r]) / (m * e.sum())",
              term(*REST) + OWN, "missing sum"),
        wrong("W-asker", E + "dJ_dW[r, c] = -T[r]*x[c]*(e.sum()-e[r]) / (m*e.sum()*np.log(10))",
              term(*REST, times="ln(10)"), "missing sum", "log base"),
        wrong("W-no-mean-only-own", "dJ_dW = -np.outer(T * (1 - O), x)", term(*REST, times="1/m"),
              "missing sum", "mean"),
        wrong("W-no-softmax-term", "dJ_dW = -np.outer(T, x) / m", term(*BOTH_O), "missing term"),
        wrong("W-no-target", "dJ_dW = np.outer(O, x) / m", term("-np.outer(T, x) / m"),
              "missing term"),
        wrong("W-plus-target", "dJ_dW[r, c] = (O[r] + T[r]) * x[c] / m",
              term("-2 * np.outer(T, x) / m")
              + term("2 * np.outer(O, x) / m", times="-1"), "term sign"),
        wrong("W-target-not-over-m", "dJ_dW = np.outer(O / m - T, x)",
              term("np.outer(T, x) * (1 - 1 / m)")
              + term("np.outer(O, x) * (1/m - 1/m**2)", times="1/m"), "mean"),
        wrong("W-two-rows-swapped",
              "g = np.outer(O - T, x) / m\ng[[0, 1]] = g[[1, 0]]\ndJ_dW = g",
              says("layout region", "permut|swap|exchang|interchang|rows0,1|rows0and1"), "layout"),
        wrong("W-no-x", "dJ_dW = np.outer(O - T, np.ones(k + 1)) / m", inside("x"), "inner"),
        wrong("W-x-squared", "dJ_dW = np.outer(O - T, x**2) / m", inside("1 / x"), "inner"),
        wrong("W-b-for-T", "dJ_dW = np.outer(O - b, x) / m",
              term("np.outer(b - T, x) / m") + speaks("layout term", "b T")
              + inside("((T - O) / (b - O))[:, None]"), "replaced"),
        wrong("W-S-for-O", "dJ_dW = np.outer(S - T, x) / m", term("np.outer(O - S, x) / m",
              "np.outer(O * T.sum() - S, x) / m")
              + speaks("layout term", "S O") + inside("((O - T) / (S - T))[:, None]"), "replaced"),
        wrong("W-not-normalised", "dJ_dW = np.outer(np.exp(S) - T, x) / m",
              term("np.outer(O - np.exp(S), x) / m", "np.outer(O * (1 - np.exp(S).sum()), x) / m"),
              "inner"),
        wrong("W-literal-trace", LITERAL_TRACE, says("collapse", "trace|diagonal"), "index"),
        wrong("W-mean-of-inputs", "dJ_dW = np.outer(O - T, np.full(k + 1, x.mean())) / m",
              says("collapse", "mean|average") + inside("x / x.mean()"), "collapse"),
        wrong("W-sum-of-inputs", "dJ_dW[r, c] = (O[r] - T[r]) * x.sum() / m",
              says("collapse", "sum") + inside("x / x.sum()"), "collapse"),
        wrong("W-entry-sign", "g = np.outer(O - T, x) / m\ng[1, 0] *= -1\ndJ_dW = g",
              at(1, 0, fix="entry(formula, (1, 0), -1)"), "entry"),
        wrong("W-entry-zero", "g = np.outer(O - T, x) / m\ng[0, 1] = 0\ndJ_dW = g",
              at(0, 1), "entry"),
        wrong("W-first-row-zero", "g = np.outer(O - T, x) / m\ng[0] = 0\ndJ_dW = g",
              says("region", "row0|r=0|firstrow"), "region"),
        wrong("W-first-column-no-x", "g = np.outer(O - T, x) / m\ng[:, 0] /= x[0]\ndJ_dW = g",
              says("region inside factor", "column0|c=0|firstcolumn",
                   fix="entry(formula, (slice(None), 0), x[0])"), "region"),
        wrong("W-uniform-target", "dJ_dW = np.outer(O - T, x) / m",
              says("assumption", "sum(T)=1") + term("np.outer(O, x) * (T.sum() - 1) / m"),
              "assumption", T="uniform"),
        wrong("W-uniform-asker-term", "dJ_dW = np.outer(-T*(1 - O) + O*(1 - T), x) / m",
              says("assumption", "sum(T)=1") + term("np.outer(O, x) * (T.sum() - 1) / m"),
              "assumption", T="uniform"),
        wrong("W-one-hot-own-row", "dJ_dW = -np.outer(T * (1 - O), x) / m",
              says("region", "T_r=1|T_r=0") + says("assumption", "T_r=1|T_r=0")
              + term(*REST, BOTH_O[1] + " - np.outer(O * T, x) / m"), "missing sum", T="one_hot"),
        wrong("b-sign-no-mean", "dJ_db = T - O", factor("-1/m"), "sign", "mean"),
        wrong("b-no-target-over-m+1", "dJ_db = O / (m + 1)", term("-T / m", times="(m+1)/m"),
              "missing term", "mean"),
        wrong("b-times-x", "dJ_db = (O - T) * x[0] / m", inside("1 / x[0]"), "extra term"),
        wrong("b-ln10-half", "dJ_db = (O - T) / (2 * m * np.log(10))",
              factor("2*ln(10)") + BASE_10, "log base", "constant"),
        wrong("S-product", "dJ_dS = (O - T) * O * (1 - O) / m", inside("1 / (O * (1 - O))"),
              "inner"),
        wrong("S-cumulative", "dJ_dS = np.cumsum(O - T) / m",
              says("integrability", NO_COST) + says("collapse", "cumulat|running|prefix"),
              "not a gradient"),
        wrong("S-T-times-O", "dJ_dS[r] = O[r] - T[r] * O[r]", term("T * (O - 1) / m", times="1/m")
              + term("T * O / m - T / m", times="1/m"), "replaced", "mean"),
        wrong("x-no-target", "dJ_dx = W.T @ O / m", term("-W.T @ T / m"), "missing term"),
        wrong("x-plus-target", "dJ_dx = W.T @ (O + T) / m", term("-2 * W.T @ T / m")
              + term("2 * W.T @ O / m", times="-1"), "term sign"),
        wrong("x-only-first-neuron", "dJ_dx = W[0] * (O[0] - T[0]) / m",
              term("W.T @ (O - T) / m - W[0] * (O[0] - T[0]) / m")
              + says("collapse region", "row0|r=0|first|sum"), "missing sum"),
        wrong("x-sum-over-inputs",
              "dJ_dx[c] = sum(W[r, c] * (O[r] - T[r]) for r in range(k + 1)) / m",
              says("assumption", "m=k|k=m") + says("collapse region", "last|row3|r=3|k+1")
              + term("W[k + 1 :].T @ (O - T)[k + 1 :] / m"), "index"),
        wrong("x-sign-over-k", "dJ_dx = W.T @ (T - O) / k", factor("-k/m"), "sign", "mean"),
        wrong("x-reversed", "dJ_dx = (W.T @ (O - T))[::-1] / m",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("OS-diagonal", "dO_dS = np.diag(O * (1 - O))",
              term("np.diag(O**2) - np.outer(O, O)")
              + says("region", "diagonal"), "diagonal"),
        wrong("OS-no-diagonal", "dO_dS = -np.outer(O, O)", term("np.diag(O)")
              + says("region", "diagonal"), "missing term"),
        wrong("OS-plus", "dO_dS = np.diag(O) + np.outer(O, O)", term("-2 * np.outer(O, O)")
              + term("2 * np.diag(O)", times="-1"), "term sign"),
        wrong("OS-same-case", "dO_dS[i, j] = O[i] * (1 - O[j])",
              term("np.diag(O) - np.outer(O, np.ones(m + 1))") + says("region", "diagonal"),
              "diagonal"),
        wrong("OS-off-diagonal-sign", "dO_dS[i, j] = O[i] * (1 - O[i]) if i == j else O[i] * O[j]",
              says("region factor", "diagonal|i!=j|j!=i|i≠j|j≠i")
              + term("2 * np.diag(O**2) - 2 * np.outer(O, O)")
              + term("2 * np.diag(O * (1 - O))", times="-1"), "sign"),
        wrong("OS-negative", "dO_dS = np.outer(O, O) - np.diag(O)", factor("-1"), "sign"),
        wrong("HO-sign", "dH_dO = T / O", factor("-1"), "sign"),
        wrong("HO-no-target", "dH_dO[f] = -1 / O[f]", inside("T"), "inner"),
        wrong("HO-times", "dH_dO = -T * O", inside("1 / O**2"), "inner"),
        wrong("HO-no-inverse", "dH_dO = -T", inside("1 / O"), "inner"),
        wrong("HO-binary", "dH_dO = -T / O + (1 - T) / (1 - O)", term("-(1 - T) / (1 - O)"),
              "extra term"),
        wrong("HO-sign-log10", "dH_dO = T / (O * np.log(10))", factor("-ln(10)") + BASE_10, "sign",
              "log base"),
        wrong("HT-no-sign", "dH_dT = np.log(O)", factor("-1"), "sign"),
        wrong("HT-log10", "dH_dT = -np.log10(O)", factor("ln(10)") + BASE_10, "log base"),
        wrong("HT-log2-sign", "dH_dT = np.log2(O)", factor("-ln(2)") + BASE_2, "log base", "sign"),
        wrong("SW-W-for-x", "dS_dW[f, r, c] = W[f, c] if f == r else 0",
              speaks("layout term inside", "W x", "W x f r"), "replaced"),
        wrong("Sx-negative", "dS_dx = -W", factor("-1"), "sign"),
    ],
)  # fmt: skip

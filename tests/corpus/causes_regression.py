"""Softmax regression without bias or mean, as in seed 002, and in any base, as in seed 003."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, inside, says, speaks, term

LINE_10 = "dJ_dTheta__line10[i, j] = (-y[j] + g[j] * y.sum()) * x[i]"
LINE_9 = "dJ_dTheta__line9[i, j, /] = (-y[j] + sum(y[q] * g[j] for q in range(K))) * x[i]"
LINE_8 = ("dJ_dTheta__line8[i, j, /] = (-y[j] + y[j] * g[j]"
          " + sum(y[q] * g[j] for q in range(K) if q != j)) * x[i]")  # fmt: skip
OWN = says("collapse", "ownindex")
REST = "np.outer(x, g * (y.sum() - y))", "np.outer(x, g * (1 - y))"
BASE_10 = says("convention", "base10")
NATURAL = says("convention", "natural")
MEAN = says("convention", "meanovertheKclasses")
SUM_1 = says("assumption", "sum(y)=1") + term("np.outer(x, g) * (y.sum() - 1)")

REGRESSION = table(
    "softmax-regression",
    [
        LINE_8,
        LINE_9,
        LINE_10,
        "dJ_dTheta = np.outer(x, g * y.sum() - y)",
        "dJ_dz = g - y",
        "dJ_dx = Theta @ (g - y)",
        "dlogg_dz = np.eye(K) - g",
        "dg_dz = np.diag(g) - np.outer(g, g)",
        "dloglik_dTheta = np.outer(x, y - g)",
    ],
    [
        wrong("T-sign", "dJ_dTheta = np.outer(x, y - g)", factor("-1"), "sign"),
        wrong("T-log10", "dJ_dTheta = np.outer(x, g - y) / np.log(10)", factor("ln(10)") + BASE_10,
              "log base"),
        wrong("T-mean", "dJ_dTheta[i, j] = (g[j] - y[j]) * x[i] / K", factor("K") + MEAN, "mean"),
        wrong("T-over-n", "dJ_dTheta = np.outer(x, g - y) / n", factor("n"), "mean"),
        wrong("T-squared-error", "dJ_dTheta = 2 * np.outer(x, g - y)", factor("1/2"), "constant"),
        wrong("T-slope", "dJ_dTheta = np.outer(x, (g - y) * g * (1 - g))",
              inside("1 / (g * (1 - g))[None, :]"), "inner"),
        wrong("T-only-own", "dJ_dTheta = -np.outer(x, y * (1 - g))",
              term(*REST, "np.outer(x, g) - np.outer(x, g * y)")
              + says("region", "y_j=1|y_j=0|y_c=1|y_c=0") + OWN, "missing sum"),
        wrong("T-only-own-log10", "dJ_dTheta = -np.outer(x, y * (1 - g)) / np.log(10)",
              term(*REST, times="ln(10)") + says("region", "y_j=0|y_c=0", "ln(10)"),
              "missing sum", "log base"),
        wrong("T-no-g", "dJ_dTheta = -np.outer(x, y)", term("np.outer(x, g) * y.sum()",
              "np.outer(x, g)"), "missing term"),
        wrong("T-no-y", "dJ_dTheta[i, j] = g[j] * x[i]", term("-np.outer(x, y)"), "missing term"),
        wrong("T-no-y-mean", "dJ_dTheta = np.outer(x, g) / K", term("-np.outer(x, y)", times="K"),
              "missing term", "mean"),
        wrong("T-plus", "dJ_dTheta = np.outer(x, g + y)", term("-2 * np.outer(x, y)")
              + term("2 * np.outer(x, g)", times="-1"), "term sign"),
        wrong("T-plus-half", "dJ_dTheta = np.outer(x, g + y) / 2",
              term("-2 * np.outer(x, y)", times="2")
              + term("2 * np.outer(x, g)", times="-2"), "term sign", "constant"),
        wrong("T-z-for-g", "dJ_dTheta = np.outer(x, z - y)", term("np.outer(x, g - z)",
              "np.outer(x, g * y.sum() - z)")
              + inside("((g - y) / (z - y))[None, :]")
              + speaks("layout", "z g"), "replaced"),
        wrong("T-classes-reversed", "dJ_dTheta = np.outer(x, (g - y)[::-1])",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("T-inputs-shifted", "dJ_dTheta[i, j] = (g[j] - y[j]) * x[(i + 1) % n]",
              says("layout", "shift|roll|permut|cycl", fix="np.roll(formula, 1, axis=0)"), "index"),
        wrong("T-no-x", "dJ_dTheta = np.outer(np.ones(n), g - y)", inside("x[:, None]"), "inner"),
        wrong("T-first-class-zero", "G = np.outer(x, g - y)\nG[:, 0] = 0\ndJ_dTheta = G",
              says("region", "column0|c=0|j=0|first"), "region"),
        wrong("T-entry-half", "G = np.outer(x, g - y)\nG[2, 3] /= 2\ndJ_dTheta = G",
              at(2, 3, fix="entry(formula, (2, 3), 2)"), "entry"),
        wrong("T-uniform", "dJ_dTheta = np.outer(x, g - y)", SUM_1, "assumption", y="uniform"),
        wrong("T-uniform-line11", f"{LINE_9}\n\n{LINE_10}\n\n"
              "dJ_dTheta__line11[i, j] = (-y[j] + g[j]) * x[i]",
              says("step", "line11") + SUM_1, "step", y="uniform"),
        wrong("T-line9-sign", f"{LINE_8}\n\n"
              "dJ_dTheta__line9[i, j, /] = (y[j] - sum(y[q] * g[j] for q in range(K))) * x[i]\n\n"
              "dJ_dTheta__line10[i, j, /] = (y[j] - g[j]) * x[i]",
              says("step", "line9") + factor("-1"), "step"),
        wrong("T-line10-lost-sum", f"{LINE_8}\n\n{LINE_9}\n\n"
              "dJ_dTheta__line10[i, j, /] = -y[j] * (1 - g[j]) * x[i]",
              says("step", "line10") + term(*REST) + says("region", "y_j=0|y_c=0") + OWN,
              "step"),
        wrong("z-sign-mean", "dJ_dz = (y - g) / K", factor("-K") + MEAN, "sign", "mean"),
        wrong("x-no-y", "dJ_dx = Theta @ g", term("-Theta @ y"), "missing term"),
        wrong("x-only-first", "dJ_dx = Theta[:, 0] * (g[0] - y[0])",
              term("Theta @ (g - y) - Theta[:, 0] * (g[0] - y[0])")
              + says("collapse region", "column0|j=0|class0|first"), "missing sum"),
        wrong("lz-no-identity", "dlogg_dz[q, j] = -g[j]", term("np.eye(K)")
              + says("region", "diagonal|j=q|q=j"), "missing term"),
        wrong("lz-rows", "dlogg_dz = np.eye(K) - g[:, None]",
              says("layout", "transpos", fix="formula.T"), "index"),
        wrong("lz-slope", "dlogg_dz = np.diag(1 - g)", says("region", "diagonal|i!=j|i≠j")
              + term("np.diag(g) - np.outer(np.ones(K), g)"), "diagonal"),
        wrong("gz-diagonal", "dg_dz[q, /] = g[q] * (1 - g[q])", says("region", "diagonal|i!=j|i≠j")
              + term("np.diag(g**2) - np.outer(g, g)"), "diagonal"),
        wrong("gz-off-sign", "dg_dz[q, j] = g[q] * (1 - g[q]) if q == j else g[q] * g[j]",
              says("region factor", "diagonal|i!=j|i≠j|q!=j|q≠j")
              + term("2 * np.diag(g**2) - 2 * np.outer(g, g)")
              + term("2 * np.diag(g * (1 - g))", times="-1"), "sign"),
        wrong("ll-sign-log10", "dloglik_dTheta = np.outer(x, g - y) / np.log(10)",
              factor("-ln(10)") + BASE_10, "sign", "log base"),
    ],
)  # fmt: skip

REGRESSION_10 = table(
    "softmax-regression-log10",
    [
        "dJ_dTheta = np.outer(x, g * y.sum() - y) / np.log(10)",
        "dlogg_dg[q, /] = 1 / (g[q] * np.log(10))",
        "dJ_dz = (g - y) / np.log(10)",
    ],
    [
        wrong("T-natural", "dJ_dTheta = np.outer(x, g - y)", factor("1/ln(10)") + NATURAL,
              "log base"),
        wrong("T-natural-sign", "dJ_dTheta = np.outer(x, y - g)", factor("-1/ln(10)") + NATURAL,
              "log base", "sign"),
        wrong("T-times-ln10", "dJ_dTheta = np.outer(x, g - y) * np.log(10)",
              factor("1/ln(10)**2"), "log base"),
        wrong("T-no-target", "dJ_dTheta = np.outer(x, g) / np.log(10)",
              term("-np.outer(x, y) / ln(10)"), "missing term"),
        wrong("T-simplex-own", "dJ_dTheta = -np.outer(x, y * (1 - g)) / np.log(10)",
              term("np.outer(x, g * (y.sum() - y)) / ln(10)") + OWN, "missing sum", y="simplex"),
        wrong("lg-natural", "dlogg_dg[q, /] = 1 / g[q]", factor("1/ln(10)") + NATURAL, "log base"),
        wrong("lg-no-inverse", "dlogg_dg[q, /] = g[q] / np.log(10)",
              inside("1 / g[:, None]**2"), "inner"),
        wrong("z-base-2", "dJ_dz = (g - y) / np.log(2)", factor("ln(2)/ln(10)")
              + says("convention", "base2"), "log base"),
        wrong("z-mean-natural", "dJ_dz = (g - y) / K", factor("K/ln(10)") + NATURAL, "mean",
              "log base"),
        wrong("z-uniform", "dJ_dz = (g - y) / np.log(10)", says("assumption", "sum(y)=1")
              + term("g * (y.sum() - 1) / ln(10)"), "assumption", y="uniform"),
    ],
)  # fmt: skip

LOG_B = table(
    "softmax-cross-entropy-log-b",
    [
        "dc_da2 = -t / (a2 * np.log(base))",
        "dc_dz2 = (a2 * t.sum() - t) / np.log(base)",
        "dc_dW2 = np.outer(a2 - t, a1) / np.log(base)",
        "da2_dz2 = np.diag(a2) - np.outer(a2, a2)",
        "df_dz2 = np.diag(f)",
        "dg_dz2 = f",
    ],
    [
        wrong("a2-natural", "dc_da2[j] = -t[j] / a2[j]", factor("1/ln(base)") + NATURAL,
              "log base"),
        wrong("a2-times-ln", "dc_da2 = -t * np.log(base) / a2", factor("1/ln(base)**2"),
              "log base"),
        wrong("a2-base-not-ln", "dc_da2 = -t / (a2 * base)", factor("base/ln(base)"), "log base"),
        wrong("a2-sign", "dc_da2 = t / (a2 * np.log(base))", factor("-1"), "sign"),
        wrong("a2-no-inverse", "dc_da2 = -t * a2 / np.log(base)", inside("1 / a2**2"), "inner"),
        wrong("a2-no-target", "dc_da2 = -1 / (a2 * np.log(base))", inside("t"), "inner"),
        wrong("z2-natural", "dc_dz2 = a2 - t", factor("1/ln(base)") + NATURAL, "log base"),
        wrong("z2-natural-sign", "dc_dz2 = t - a2", factor("-1/ln(base)") + NATURAL, "log base",
              "sign"),
        wrong("z2-own", "dc_dz2 = -t * (1 - a2) / np.log(base)",
              term("a2 * (t.sum() - t) / ln(base)", "a2 * (1 - t) / ln(base)") + OWN,
              "missing sum"),
        wrong("z2-uniform", "dc_dz2[j] = (a2[j] - t[j]) / np.log(base)",
              says("assumption", "sum(t)=1") + term("a2 * (t.sum() - 1) / ln(base)"), "assumption",
              t="uniform"),
        wrong("W2-natural-mean", "dc_dW2 = np.outer(a2 - t, a1) / n2",
              factor("n2/ln(base)") + says("convention", "mean") + NATURAL, "log base", "mean"),
        wrong("W2-reversed", "dc_dW2 = np.outer((a2 - t)[::-1], a1) / np.log(base)",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("W2-no-target", "dc_dW2 = np.outer(a2, a1) / np.log(base)",
              term("-np.outer(t, a1) / ln(base)")
              + speaks("term", "a2 t"), "missing term"),
        wrong("W2-b2-for-t", "dc_dW2 = np.outer(a2 - b2, a1) / np.log(base)",
              term("np.outer(b2 - t, a1) / ln(base)")
              + inside("((t - a2) / (b2 - a2))[:, None]")
              + speaks("layout", "b2 t"), "replaced"),
        wrong("az-diagonal", "da2_dz2[j, /] = a2[j] * (1 - a2[j])",
              says("region", "diagonal|i!=j|i≠j") + term("np.diag(a2**2) - np.outer(a2, a2)"),
              "diagonal"),
        wrong("az-plus", "da2_dz2[j, q] = a2[j] * ((j == q) + a2[q])",
              term("-2 * np.outer(a2, a2)")
              + term("2 * np.diag(a2)", times="-1"), "term sign"),
        wrong("az-along-ones", "da2_dz2[j, q] = sum(a2[j] * ((j == i) - a2[i]) for i in range(n2))",
              says("collapse", "sum|zero|0|same"), "collapse"),
        wrong("gz-normalised", "dg_dz2 = a2", factor("g") + inside("f / a2", "g")
              + term("f - a2")
              + speaks("layout", "a2 f"), "replaced"),
        wrong("fz-of-z", "df_dz2 = np.diag(z2)", inside("(f / z2)[:, None]")
              + speaks("layout", "z2 f"), "argument"),
    ],
)  # fmt: skip

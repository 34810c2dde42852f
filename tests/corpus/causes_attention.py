"""Attention and layer norm."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import factor, inside, says, speaks, term

SCORED = "GP = G @ V.T\nGS = P * (GP - (P * GP).sum(axis=1, keepdims=True))\n"
NO_CENTRE = "GS = P * (G @ V.T)\n"

ATTENTION = table(
    "attention",
    [
        "dJ_dV = P.T @ G",
        "dJ_dA = G",
        "dJ_dP = G @ V.T",
        SCORED + "dJ_dscores = GS",
        SCORED + "dJ_dQ = GS @ K / np.sqrt(d)",
        SCORED + "dJ_dK = GS.T @ Q / np.sqrt(d)",
    ],
    [
        wrong("V-scores-for-P", "dJ_dV = scores.T @ G", term("(P - scores).T @ G")
              + speaks("layout term", "scores P"), "replaced"),
        wrong("V-sign", "dJ_dV = -P.T @ G", factor("-1"), "sign"),
        wrong("V-scaled", "dJ_dV = P.T @ G / np.sqrt(d)", factor("sqrt(d)"), "constant"),
        wrong("V-rows-reversed", "dJ_dV = (P.T @ G)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("P-scaled", "dJ_dP = G @ V.T / d", factor("d"), "constant"),
        wrong("P-mean", "dJ_dP = G @ V.T / u", factor("u"), "mean"),
        wrong("P-shifted", "dJ_dP = np.roll(G @ V.T, 1, axis=1)",
              says("layout", "shift|roll|permut|cycl", fix="np.roll(formula, -1, axis=1)"),
              "index"),
        wrong("scores-not-centred", NO_CENTRE + "dJ_dscores = GS",
              term("-P * (P * (G @ V.T)).sum(axis=1, keepdims=True)",
                   "-P * (A * G).sum(axis=1, keepdims=True)"), "missing term"),
        wrong("scores-no-P", "GP = G @ V.T\ndJ_dscores = GP - (P*GP).sum(axis=1, keepdims=True)",
              inside("P"), "inner"),
        wrong("scores-diagonal", "dJ_dscores = P * (1 - P) * (G @ V.T)",
              term("P * (P * (G @ V.T) - (A * G).sum(axis=1, keepdims=True))"), "diagonal"),
        wrong("scores-axis", "GP = G @ V.T\ndJ_dscores = P*(GP - (P*GP).sum(axis=0))",
              term("P * ((P*(G @ V.T)).sum(axis=0) - (A * G).sum(axis=1, keepdims=True))"),
              "axis"),
        wrong("scores-plus",
              "GP = G @ V.T\ndJ_dscores = P * (GP + (P*GP).sum(axis=1, keepdims=True))",
              term("-2 * P * (A * G).sum(axis=1, keepdims=True)",
                   "-2 * P * (P * (G @ V.T)).sum(axis=1, keepdims=True)")
              + term("2 * P * (G @ V.T)", times="-1"), "term sign"),
        wrong("Q-no-scale", SCORED + "dJ_dQ = GS @ K", factor("1/sqrt(d)"), "constant"),
        wrong("Q-over-d", SCORED + "dJ_dQ = GS @ K / d", factor("sqrt(d)"), "constant"),
        wrong("Q-sign-no-scale", SCORED + "dJ_dQ = -GS @ K", factor("-1/sqrt(d)"), "sign",
              "constant"),
        wrong("Q-not-centred", NO_CENTRE + "dJ_dQ = GS @ K / np.sqrt(d)",
              term("-(P * (A * G).sum(axis=1, keepdims=True)) @ K / np.sqrt(d)"), "missing term"),
        wrong("K-over-u", SCORED + "dJ_dK = GS.T @ Q / np.sqrt(u)", factor("sqrt(u/d)"),
              "constant"),
        wrong("K-columns-reversed", SCORED + "dJ_dK = (GS.T @ Q)[:, ::-1] / np.sqrt(d)",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("K-no-scale-double", SCORED + "dJ_dK = 2 * GS.T @ Q", factor("1/(2*sqrt(d))"),
              "constant", "constant"),
        wrong("A-sum", "dJ_dA = np.full(G.shape, G.sum())", says("collapse", "sum")
              + inside("G / G.sum()"), "collapse"),
    ],
)  # fmt: skip

LAYER_NORM = table(
    "layer-norm",
    [
        "gu = g * u\ndJ_dx = (gu - gu.mean() - xhat * (gu * xhat).mean()) / np.sqrt(v)",
        "dJ_dg = u * xhat",
        "dJ_db = u",
        "dv_dx = 2 * (x - x.mean()) / d",
        "dJ_du = g * xhat + b",
    ],
    [
        wrong("x-constant-statistics", "dJ_dx = g * u / np.sqrt(v)",
              term("-((g*u).mean() + xhat * (g*u*xhat).mean()) / np.sqrt(v)"), "missing term"),
        wrong("x-no-mean-term", "gu = g * u\ndJ_dx = (gu - xhat * (gu * xhat).mean()) / np.sqrt(v)",
              term("-(g * u).mean() / np.sqrt(v)", "-(g * u).sum() / (d * np.sqrt(v))"),
              "missing term"),
        wrong("x-no-variance-term", "gu = g * u\ndJ_dx = (gu - gu.mean()) / np.sqrt(v)",
              term("-xhat * (g*u*xhat).mean() / np.sqrt(v)",
                   "-xhat * (g*u*xhat).sum() / (d * np.sqrt(v))")
              + says("term", "dv/dx"), "missing term"),
        wrong("x-variance-for-deviation",
              "gu = g * u\ndJ_dx = (gu - gu.mean() - xhat * (gu * xhat).mean()) / v",
              factor("sqrt(v)") + inside("np.sqrt(v)"), "inner"),
        wrong("x-not-scaled", "gu = g * u\ndJ_dx = gu - gu.mean() - xhat * (gu * xhat).mean()",
              factor("1/sqrt(v)") + inside("1 / np.sqrt(v)"), "inner"),
        wrong("x-sign", "gu = g * u\ndJ_dx = (gu.mean() + xhat*(gu*xhat).mean() - gu) / np.sqrt(v)",
              factor("-1"), "sign"),
        wrong("x-no-gain", "dJ_dx = (u - u.mean() - xhat * (u * xhat).mean()) / np.sqrt(v)",
              term("((g-1)*u - ((g-1)*u).mean() - xhat * ((g-1)*u*xhat).mean()) / np.sqrt(v)")
              + says("inside", "dy/dxhat"),
              "inner"),
        wrong("g-x", "dJ_dg = u * x", inside("xhat / x") + speaks("layout term", "x xhat"),
              "replaced"),
        wrong("g-y", "dJ_dg = u * y", term("u * (xhat - y)") + inside("xhat / y")
              + speaks("layout term", "y xhat"), "replaced"),
        wrong("g-mean", "dJ_dg = u * xhat / d", factor("d"), "mean"),
        wrong("g-mean-sign", "dJ_dg = -u * xhat / d", factor("-d"), "mean", "sign"),
        wrong("b-gain", "dJ_db = u * g", inside("1 / g"), "extra term"),
        wrong("b-sum", "dJ_db = np.full(d, u.sum())", says("collapse", "sum")
              + inside("u / u.sum()"), "collapse"),
        wrong("v-no-two", "dv_dx = (x - x.mean()) / d", factor("2"), "constant"),
        wrong("v-unbiased", "dv_dx = 2 * (x - x.mean()) / (d - 1)", factor("(d-1)/d"), "mean"),
        wrong("v-no-mean", "dv_dx = 2 * x / d", term("-2 * x.mean() / d", "-2 * x.sum() / d**2"),
              "missing term"),
        wrong("v-no-mean-half", "dv_dx = x / d",
              term("-2 * x.mean() / d", "-2 * x.sum() / d**2", times="2"), "missing term",
              "constant"),
        wrong("u-no-bias", "dJ_du = g * xhat", term("b"), "missing term"),
        wrong("u-bias-sign", "dJ_du = g * xhat - b", term("2 * b")
              + term("2 * g * xhat", times="-1"), "term sign"),
    ],
)  # fmt: skip

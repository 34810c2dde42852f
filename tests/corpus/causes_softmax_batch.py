"""Softmax and cross entropy with log base 10, and over several examples."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, inside, matches, says, term

NATURAL = says("convention", "natural")
LN10 = "np.log(10)"
REST_10 = (
    "np.outer(O * (T.sum() - T), x) / (m * ln(10))",
    "np.outer(O * (1 - T), x) / (m * ln(10))",
)
SUMMED = says("convention", "sumovertheexamples")
MEAN_BOTH = says("convention", "meanoverexamplesandneurons")
FIRST = "row0|example0|i=0|first|examples"

LOG10 = table(
    "softmax-cross-entropy-log10",
    [
        "dJ_dW = np.outer(O * T.sum() - T, x) / (m * np.log(10))",
        "dJ_db = (O * T.sum() - T) / (m * np.log(10))",
        "dH_dO = -T / (O * np.log(10))",
    ],
    [
        wrong("W-natural", "dJ_dW = np.outer(O - T, x) / m", factor("1/ln(10)") + NATURAL,
              "log base"),
        wrong("W-times-ln10", f"dJ_dW = np.outer(O - T, x) / m * {LN10}", factor("1/ln(10)**2"),
              "log base"),
        wrong("W-asker", "e = np.exp(S)\ndJ_dW[r, c] = -T[r] * x[c] * (e.sum() - e[r])"
              f" / (m * e.sum() * {LN10})", term(*REST_10), "missing sum"),
        wrong("W-natural-own", "dJ_dW = -np.outer(T * (1 - O), x) / m",
              term(*REST_10, times="1/ln(10)"), "missing sum", "log base"),
        wrong("W-log10-of-O", "dJ_dW = np.outer(np.log10(O) - T, x) / m",
              term("np.outer(O - T, x) / (m * ln(10)) - np.outer(np.log10(O) - T, x) / m"),
              "replaced", "log base"),
        wrong("W-ln10-on-target-only", f"dJ_dW = np.outer(O - T / {LN10}, x) / m",
              term("np.outer(O, x) * (1 / ln(10) - 1) / m")
              + term("np.outer(T, x) * (1 / ln(10)**2 - 1 / ln(10)) / m", times="1/ln(10)"),
              "log base"),
        wrong("W-sign-natural", "dJ_dW = np.outer(T - O, x) / m", factor("-1/ln(10)") + NATURAL,
              "sign", "log base"),
        wrong("W-over-m+1", f"dJ_dW = np.outer(O - T, x) / ((m + 1) * {LN10})",
              factor("(m+1)/m") + says("convention", "m+1"), "mean"),
        wrong("b-no-mean", f"dJ_db = (O - T) / {LN10}", factor("1/m") + says("convention",
              "nomean"), "mean"),
        wrong("b-base-2", "dJ_db = (O - T) / (m * np.log(2))",
              factor("ln(2)/ln(10)") + says("convention", "base2"), "log base"),
        wrong("b-uniform-target", f"dJ_db = (O - T) / (m * {LN10})",
              says("assumption", "sum(T)=1") + term("O * (T.sum() - 1) / (m * ln(10))"),
              "assumption", T="uniform"),
        wrong("HO-natural", "dH_dO = -T / O", factor("1/ln(10)") + NATURAL, "log base"),
        wrong("HO-times-ln10", f"dH_dO = -T * {LN10} / O", factor("1/ln(10)**2"), "log base"),
        wrong("HO-no-target", f"dH_dO[f] = -1 / (O[f] * {LN10})", inside("T"), "inner"),
        wrong("HO-entry", f"g = -T / (O * {LN10})\ng[2] *= 2\ndH_dO = g",
              at(2, fix="entry(formula, 2, 1 / 2)"), "entry"),
    ],
)  # fmt: skip

BATCH = table(
    "softmax-cross-entropy-batch",
    [
        "dJ_dW = (O * T.sum(axis=1, keepdims=True) - T).T @ x / n",
        "dJ_dW = sum(np.outer(O[i] - T[i], x[i]) for i in range(n)) / n",
        "dJ_db = (O - T).mean(axis=0)",
        "dJ_dS = (O - T) / n",
        "dJ_dx = (O - T) @ W / n",
    ],
    [
        wrong("W-sum", "dJ_dW = (O - T).T @ x", factor("1/n") + SUMMED, "mean"),
        wrong("W-over-m", "dJ_dW = (O - T).T @ x / m", factor("m/n"), "mean"),
        wrong("W-over-m+1", "dJ_dW = (O - T).T @ x / (n * (m + 1))", factor("m+1") + MEAN_BOTH,
              "mean"),
        wrong("W-twice-over-n", "dJ_dW = sum(np.outer(O[i] - T[i], x[i]) for i in range(n)) / n**2",
              factor("n"), "mean"),
        wrong("W-sign", "dJ_dW = (T - O).T @ x / n", factor("-1"), "sign"),
        wrong("W-first-example", "dJ_dW = np.outer(O[0] - T[0], x[0])",
              says("collapse region term", FIRST), "missing sum"),
        wrong("W-first-example-mean", "dJ_dW = np.outer(O[0] - T[0], x[0]) / n",
              says("collapse region", FIRST)
              + term("((O - T).T @ x - np.outer(O[0] - T[0], x[0])) / n"), "missing sum"),
        wrong("W-last-left-out", "dJ_dW = (O - T)[:-1].T @ x[:-1] / n",
              says("collapse region", f"last|{FIRST}")
              + term("np.outer(O[n - 1] - T[n - 1], x[n - 1]) / n",
                     "np.outer(O[-1] - T[-1], x[-1]) / n"), "missing sum"),
        wrong("W-no-targets", "dJ_dW = O.T @ x / n", term("-T.T @ x / n"), "missing term"),
        wrong("W-plus", "dJ_dW = (O + T).T @ x / n", term("-2 * T.T @ x / n")
              + term("2 * O.T @ x / n", times="-1"), "term sign"),
        wrong("W-mean-of-x", "dJ_dW = np.outer((O - T).sum(axis=0), x.mean(axis=0)) / n",
              term("(O - T).T @ x / n - np.outer((O - T).sum(axis=0), x.mean(axis=0)) / n")
              + says("collapse", "mean"), "axis"),
        wrong("W-rows-reversed", "dJ_dW = ((O - T).T @ x)[::-1] / n",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("W-examples-shifted", "dJ_dW = (O - np.roll(T, 1, axis=0)).T @ x / n",
              term("(np.roll(T, 1, axis=0) - T).T @ x / n") + says("layout", "shift|roll|permut"),
              "index"),
        wrong("W-double-log10", "dJ_dW = 2 * (O - T).T @ x / (n * np.log(10))",
              factor("ln(10)/2") + says("convention", "base10"), "constant", "log base"),
        wrong("W-no-targets-sum", "dJ_dW = O.T @ x", term("-T.T @ x / n", times="1/n"),
              "missing term", "mean"),
        wrong("W-simplex-rest", "dJ_dW = sum(np.outer(-T[i]*(1 - O[i]), x[i]) for i in range(n))/n",
              term("(O * (1 - T)).T @ x / n",
                   "(O * (T.sum(axis=1, keepdims=True) - T)).T @ x / n"), "missing sum",
              T="simplex"),
        wrong("W-uniform", "dJ_dW = (O - T).T @ x / n", says("assumption", "sum(T)=1|sumto1")
              + says("assumption", "sum(T_i)=1|sum_jT_ij=1|sum(T,axis=1)=1|T.sum(axis=1)=1|row")
              + term("(O * (T.sum(axis=1, keepdims=True) - 1)).T @ x / n"), "assumption",
              T="uniform"),
        wrong("b-sum", "dJ_db = (O - T).sum(axis=0)", factor("1/n") + SUMMED, "mean"),
        wrong("b-mean-of-neurons", "dJ_db = np.full(m + 1, (O[:, 0] - T[:, 0]).mean())",
              matches("collapse", r"first|\b0\b|same|constant") + at(0), "axis"),
        wrong("b-first-example", "dJ_db = O[0] - T[0]", says("collapse region term", FIRST),
              "missing sum"),
        wrong("b-no-targets-log10", "dJ_db = O.mean(axis=0) / np.log(10)",
              term("-T.mean(axis=0)", "-T.sum(axis=0) / n", times="ln(10)"), "missing term",
              "log base"),
        wrong("S-no-mean", "dJ_dS = O - T", factor("1/n") + SUMMED, "mean"),
        wrong("S-half", "dJ_dS = (O - T) / (2 * n)", factor("2"), "constant"),
        wrong("S-sigmoid", "dJ_dS = (O - T) * O * (1 - O) / n", inside("1 / (O * (1 - O))"),
              "inner"),
        wrong("S-row-zero", "g = (O - T) / n\ng[0] = 0\ndJ_dS = g", says("region", FIRST),
              "region"),
        wrong("x-no-weights-shape", "dJ_dx = O @ W / n", term("-T @ W / n"), "missing term"),
        wrong("x-sum", "dJ_dx = (O - T) @ W", factor("1/n") + SUMMED, "mean"),
        wrong("x-plus-sum", "dJ_dx = (O + T) @ W", term("-2 * T @ W / n", times="1/n")
              + term("2 * O @ W / n", times="-1/n"), "term sign",
              "mean"),
        wrong("x-columns-reversed", "dJ_dx = ((O - T) @ W)[:, ::-1] / n",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("x-sign-m", "dJ_dx = (T - O) @ W / m", factor("-m/n"), "sign", "mean"),
    ],
)  # fmt: skip

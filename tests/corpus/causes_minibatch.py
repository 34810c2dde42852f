"""Softmax with an L2 term over a batch of examples, as the mlxtend library has it."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, says, speaks, term

FULL_L2 = says("convention", "l2without1/2")
BASE_10 = says("convention", "base10")
SUMMED = says("convention", "sumoverthebatch")
OWN = says("convention", "library")
FIRST = "row0|example0|i=0|first"

MINIBATCH = table(
    "softmax-minibatch",
    [
        "dJ_dW = X.T @ (O - Y) / n + l2 * W",
        "dJ_db = (O - Y).mean(axis=0)",
        "dJ_dS = (O - Y) / n",
        "dJ_dX = (O - Y) @ W.T / n",
    ],
    [
        wrong("W-data-sum", "dJ_dW = X.T @ (O - Y) + l2 * W", term("l2 * W * (1 - 1/n)",
              times="1/n") + term("X.T @ (O - Y) * (1/n - 1)") + SUMMED, "mean"),
        wrong("W-library-step", "dJ_dW = X.T @ (O - Y)", term("l2 * W", times="1/n"), "mean",
              "missing term"),
        wrong("W-no-l2", "dJ_dW = X.T @ (O - Y) / n", term("l2 * W")
              + says("convention", "withoutl2"), "missing term"),
        wrong("W-l2-double", "dJ_dW = X.T @ (O - Y) / n + 2 * l2 * W", term("-l2 * W") + FULL_L2,
              "constant"),
        wrong("W-l2-over-n", "dJ_dW = (X.T @ (O - Y) + l2 * W) / n", term("l2 * W * (1 - 1/n)"),
              "mean"),
        wrong("W-all-sum", "dJ_dW = X.T @ (O - Y) + n * l2 * W", factor("1/n"), "mean"),
        wrong("W-l2-sign", "dJ_dW = X.T @ (O - Y) / n - l2 * W", term("2 * l2 * W")
              + term("2 * X.T @ (O - Y) / n", times="-1"), "term sign"),
        wrong("W-all-sign", "dJ_dW = X.T @ (Y - O) / n - l2 * W", factor("-1"), "sign"),
        wrong("W-data-sign", "dJ_dW = X.T @ (Y - O) / n + l2 * W", term("2 * l2 * W", times="-1")
              + term("2 * X.T @ (O - Y) / n")
              + says("inside", "readsxwhereitshouldread-x")
              + speaks("layout", "Y O"), "term sign"),
        wrong("W-l2-not-lam", "dJ_dW = X.T @ (O - Y) / n + W", term("(l2 - 1) * W"),
              "missing term"),
        wrong("W-no-targets", "dJ_dW = X.T @ O / n + l2 * W", term("-X.T @ Y / n"),
              "missing term"),
        wrong("W-half", "dJ_dW = (X.T @ (O - Y) / n + l2 * W) / 2", factor("2"), "constant"),
        wrong("W-library-cost", "dJ_dW = X.T @ (O - Y) / (2 * n) + l2 * W",
              OWN + term("-l2 * W", times="2") + term("X.T @ (O - Y) / (2 * n)"), "constant"),
        wrong("W-first-example", "dJ_dW = np.outer(X[0], O[0] - Y[0]) + l2 * W",
              says("collapse region", FIRST)
              + term("X.T @ (O - Y) / n - np.outer(X[0], O[0] - Y[0])"), "missing sum"),
        wrong("W-no-l2-sign", "dJ_dW = X.T @ (Y - O) / n", term("l2 * W", times="-1"), "sign",
              "missing term"),
        wrong("W-no-l2-double", "dJ_dW = 2 * X.T @ (O - Y) / n", term("l2 * W", times="1/2"),
              "constant", "missing term"),
        wrong("W-bias-for-W", "dJ_dW = X.T @ (O - Y) / n + l2 * b", term("l2 * (W - b)")
              + speaks("layout term", "b W"), "replaced"),
        wrong("W-entry", "g = X.T @ (O - Y) / n + l2 * W\ng[1, 1] = 0\ndJ_dW = g",
              at(1, 1), "entry"),
        wrong("W-simplex-own", "dJ_dW = -X.T @ (Y * (1 - O)) / n + l2 * W",
              term("X.T @ (O * (1 - Y)) / n",
                   "X.T @ (O * (Y.sum(axis=1, keepdims=True) - Y)) / n"), "missing sum",
              Y="simplex"),
        wrong("b-sum", "dJ_db = (O - Y).sum(axis=0)", factor("1/n") + SUMMED, "mean"),
        wrong("b-l2", "dJ_db = (O - Y).mean(axis=0) + l2 * b", term("-l2 * b"), "extra term"),
        wrong("b-classes", "dJ_db = (O - Y).sum(axis=0) / classes", factor("classes/n"), "mean"),
        wrong("b-l2-sum", "dJ_db = (O - Y).sum(axis=0) + n * l2 * b",
              term("-l2 * b", times="1/n"), "extra term", "mean"),
        wrong("b-first", "dJ_db = O[0] - Y[0]", says("collapse region term", FIRST),
              "missing sum"),
        wrong("S-no-mean", "dJ_dS = O - Y", factor("1/n") + SUMMED, "mean"),
        wrong("S-sign-classes", "dJ_dS = (Y - O) / classes", factor("-classes/n"), "sign", "mean"),
        wrong("S-no-target", "dJ_dS = O / n", term("-Y / n"), "missing term"),
        wrong("S-log10", "dJ_dS = (O - Y) / (n * np.log(10))", factor("ln(10)") + BASE_10,
              "log base"),
        wrong("S-examples-reversed", "dJ_dS = (O - Y)[::-1] / n",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("X-no-mean", "dJ_dX = (O - Y) @ W.T", factor("1/n") + SUMMED, "mean"),
        wrong("X-no-target", "dJ_dX = O @ W.T / n", term("-Y @ W.T / n"), "missing term"),
    ],
)  # fmt: skip

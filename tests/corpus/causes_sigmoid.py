"""The sigmoid alone, and two sigmoid layers with the squared error, as in seed 003."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, inside, says, speaks, term

ON = "diagonal|i=j|j=i"
D2 = "d2 = (a2 - t) * a2 * (1 - a2)\n"
D1 = D2 + "d1 = W2.T @ d2 * a1 * (1 - a1)\n"
W1_BUT_A1 = "d1 = W2.T @ ((a2 - t) * a2 * (1 - a2))\n"
SHIFTED = "shift|roll|permut|cycl"
SLOPE_1, SLOPE_2 = "a1[:, None] * (1 - a1[:, None])", "a2[:, None] * (1 - a2[:, None])"

SIGMOID = table(
    "sigmoid",
    [
        "dsigma_dx[i, /] = sigma[i] * (1 - sigma[i])",
        "dsigma_dx = np.diag(np.exp(-x) / (1 + np.exp(-x))**2)",
    ],
    [
        wrong("sign", "dsigma_dx = np.diag(sigma * (sigma - 1))", factor("-1"), "sign"),
        wrong("no-complement", "dsigma_dx = np.diag(sigma)",
              inside("1 - sigma[:, None]") + term("-np.diag(sigma**2)"), "inner"),
        wrong("only-complement", "dsigma_dx[i, /] = 1 - sigma[i]",
              inside("sigma[:, None]") + term("-np.diag((1 - sigma)**2)"), "inner"),
        wrong("squared", "dsigma_dx[i, /] = sigma[i]**2 * (1 - sigma[i])",
              inside("1 / sigma[:, None]"), "inner"),
        wrong("complement-squared", "dsigma_dx = np.diag(sigma * (1 - sigma)**2)",
              inside("1 / (1 - sigma[:, None])"), "inner"),
        wrong("of-x", "dsigma_dx[i, /] = x[i] * (1 - x[i])",
              inside("(sigma * (1 - sigma) / (x * (1 - x)))[:, None]")
              + speaks("layout term", "x sigma"), "argument"),
        wrong("plus", "dsigma_dx = np.diag(sigma * (1 + sigma))",
              term("-2 * np.diag(sigma**2)") + term("2 * np.diag(sigma)", times="-1")
              + inside("((1 - sigma) / (1 + sigma))[:, None]"),
              "term sign"),
        wrong("no-diagonal", "dsigma_dx = np.outer(sigma, 1 - sigma)",
              says("region", f"off|{ON}|i!=j|i≠j"), "diagonal"),
        wrong("one-entry-half", "g = sigma * (1 - sigma)\ng[2] /= 2\ndsigma_dx = np.diag(g)",
              at(2, 2), "entry"),
        wrong("reversed", "dsigma_dx = np.diag((sigma * (1 - sigma))[::-1])",
              says("layout", "revers", fix="formula[::-1, ::-1]"), "layout"),
        wrong("no-square", "dsigma_dx = np.diag(np.exp(-x) / (1 + np.exp(-x)))",
              inside("sigma[:, None]"), "inner"),
        wrong("tanh-like", "dsigma_dx = np.diag(1 - sigma**2)",
              inside("(sigma / (1 + sigma))[:, None]") + term("np.diag(sigma - 1)"), "argument"),
        wrong("twice-squared", "dsigma_dx = 2 * np.diag(sigma**2 * (1 - sigma))",
              inside("1 / sigma[:, None]", times="1/2"), "constant", "inner"),
    ],
)  # fmt: skip

SQUARED_ERROR = table(
    "sigmoid-squared-error",
    [
        "dc_da2 = a2 - t",
        D2 + "dc_dW2 = np.outer(d2, a1)",
        D2 + "dc_dz2 = d2",
        D2 + "dc_db2 = d2",
        D1 + "dc_dW1 = np.outer(d1, a0)",
        D1 + "dc_da0 = W1.T @ d1",
        D1 + "dc_db1 = d1",
        D2 + "dc_da1 = W2.T @ d2",
        "da1_dz1[k, /] = a1[k] * (1 - a1[k])",
        "dz1_dW1[k, q, /] = a0[q]",
        "dz2_da1 = W2",
    ],
    [
        wrong("a2-sign", "dc_da2[j] = t[j] - a2[j]", factor("-1"), "sign"),
        wrong("a2-double", "dc_da2 = 2 * (a2 - t)", factor("1/2") + says("convention",
              "without1/2"), "constant"),
        wrong("a2-mean", "dc_da2 = (a2 - t) / n2", factor("n2") + says("convention", "mean"),
              "mean"),
        wrong("a2-no-target", "dc_da2 = a2", term("-t"), "missing term"),
        wrong("a2-twice-mean", "dc_da2 = 2 * (a2 - t) / n2", factor("n2/2") + says("convention",
              "meanoverthen2"), "constant", "mean"),
        wrong("a2-plus", "dc_da2 = a2 + t", term("-2 * t") + term("2 * a2", times="-1"),
              "term sign"),
        wrong("W2-sign", D2 + "dc_dW2[j, k] = -d2[j] * a1[k]", factor("-1"), "sign"),
        wrong("W2-no-slope", "dc_dW2 = np.outer(a2 - t, a1)", inside(SLOPE_2), "inner"),
        wrong("W2-half-slope", "dc_dW2[j, k] = (a2[j] - t[j]) * a2[j] * a1[k]",
              inside("1 - a2[:, None]") + term("-np.outer((a2 - t) * a2**2, a1)"), "inner"),
        wrong("W2-slope-of-z", "dc_dW2 = np.outer((a2 - t) * z2 * (1 - z2), a1)",
              inside("(a2 * (1 - a2) / (z2 * (1 - z2)))[:, None]")
              + speaks("layout term", "a2 z2"), "argument"),
        wrong("W2-tanh-slope", "dc_dW2 = np.outer((a2 - t) * (1 - a2**2), a1)",
              inside("(a2 / (1 + a2))[:, None]") + term("np.outer((a2 - t) * (a2 - 1), a1)"),
              "argument"),
        wrong("W2-z1-for-a1", D2 + "dc_dW2 = np.outer(d2, z1)", speaks("layout term", "z1 a1")
              + term("np.outer((a2 - t) * a2 * (1 - a2), a1 - z1)")
              + inside("(a1 / z1)[None, :]"), "replaced"),
        wrong("W2-rows-reversed", D2 + "dc_dW2 = np.outer(d2[::-1], a1)",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("W2-columns-shifted", D2 + "dc_dW2[j, k] = d2[j] * a1[k - 1]",
              says("layout", SHIFTED, fix="np.roll(formula, -1, axis=1)"), "index"),
        wrong("W2-no-a1", D2 + "dc_dW2 = np.outer(d2, np.ones(n1))", inside("a1[None, :]"),
              "inner"),
        wrong("W2-sign-no-slope", "dc_dW2 = np.outer(t - a2, a1)", inside(SLOPE_2, times="-1"),
              "sign", "inner"),
        wrong("W2-double-no-slope", "dc_dW2 = 2 * np.outer(a2 - t, a1)",
              inside(SLOPE_2, times="1/2"), "constant", "inner"),
        wrong("W2-entry", D2 + "g = np.outer(d2, a1)\ng[1, 2] *= 3\ndc_dW2 = g",
              at(1, 2, fix="entry(formula, (1, 2), 1 / 3)"), "entry"),
        wrong("W2-cross-entropy", "dc_dW2 = np.outer(a2 - t, a1) / n2",
              inside(SLOPE_2, times="n2"), "inner", "mean"),
        wrong("z2-product", "dc_dz2 = (a2 - t) + a2 * (1 - a2)",
              term("(a2 - t) * a2 * (1 - a2) - (a2 - t) - a2 * (1 - a2)"), "replaced"),
        wrong("b2-sign", D2 + "dc_db2[j] = -d2[j]", factor("-1"), "sign"),
        wrong("b2-ones", "dc_db2 = a2 - t", inside("a2 * (1 - a2)"), "inner"),
        wrong("b2-times-a1", D2 + "dc_db2 = d2 * a1.sum()", inside("1 / a1.sum()"), "extra term"),
        wrong("b2-first-row-zero", D2 + "d2[0] = 0\ndc_db2 = d2", at(0), "region"),
        wrong("a1-no-slope", "dc_da1 = W2.T @ (a2 - t)",
              term("W2.T @ ((a2 - t) * a2 * (1 - a2)) - W2.T @ (a2 - t)")
              + says("inside", "da2/dz2"), "inner"),
        wrong("a1-only-first", D2 + "dc_da1 = W2[0] * d2[0]",
              term("W2.T @ ((a2 - t) * a2 * (1 - a2)) - W2[0] * (a2[0]-t[0]) * a2[0] * (1-a2[0])")
              + says("collapse region", "row0|j=0|first"), "missing sum"),
        wrong("a1-mean", D2 + "dc_da1 = W2.T @ d2 / n2", factor("n2") + says("convention",
              "mean"), "mean"),
        wrong("W1-layer-index", D1 + "dc_dW1 = np.outer(d1, a1[:n0])",
              inside("(a0 / a1[:n0])[None, :]") + speaks("layout term", "a1 a0"), "replaced"),
        wrong("W1-sign", D1 + "dc_dW1[k, q] = -d1[k] * a0[q]", factor("-1"), "sign"),
        wrong("W1-no-slope-1", W1_BUT_A1 + "dc_dW1 = np.outer(d1, a0)", inside(SLOPE_1), "inner"),
        wrong("W1-no-slope-2", "d1 = W2.T @ (a2 - t) * a1 * (1 - a1)\ndc_dW1 = np.outer(d1, a0)",
              term("np.outer(W2.T @ ((a2 - t) * (a2 * (1 - a2) - 1)) * a1 * (1 - a1), a0)")
              + says("inside", "da2/dz2"),
              "inner"),
        wrong("W1-b1-for-a1", W1_BUT_A1 + "dc_dW1 = np.outer(d1 * b1 * (1 - b1), a0)",
              inside("(a1 * (1 - a1) / (b1 * (1 - b1)))[:, None]")
              + speaks("layout term", "b1 a1"), "argument"),
        wrong("W1-no-sum", D2 + "d1 = W2[0] * d2[0] * a1 * (1 - a1)\ndc_dW1 = np.outer(d1, a0)",
              says("collapse region", "row0|j=0|first")
              + term("np.outer(W2[1:].T @ ((a2-t)*a2*(1-a2))[1:] * a1 * (1 - a1), a0)"),
              "missing sum"),
        wrong("W1-sign-no-slope", W1_BUT_A1 + "dc_dW1 = -np.outer(d1, a0)",
              inside(SLOPE_1, times="-1"), "sign", "inner"),
        wrong("W1-no-a0", D1 + "dc_dW1 = np.outer(d1, np.ones(n0))", inside("a0[None, :]"),
              "inner"),
        wrong("W1-reversed", D1 + "dc_dW1 = np.outer(d1, a0)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("b1-no-slope", W1_BUT_A1 + "dc_db1 = d1", inside("a1 * (1 - a1)")
              + says("inside", "da/dz"), "inner"),
        wrong("b1-only-a1", W1_BUT_A1 + "dc_db1 = d1 * a1", inside("1 - a1"), "inner"),
        wrong("b1-twice", D1 + "dc_db1 = d1 * a1 * (1 - a1)", inside("1 / (a1 * (1 - a1))"),
              "inner"),
        wrong("a0-no-slope-sign", W1_BUT_A1 + "dc_da0 = -W1.T @ d1",
              term("W1.T @ (W2.T @ ((a2 - t) * a2 * (1 - a2)) * (a1 * (1 - a1) - 1))",
                     times="-1")
              + says("inside", "da1/dz1"), "sign", "inner"),
        wrong("az1-no-complement", "da1_dz1[k, /] = a1[k]", inside("1 - a1[:, None]")
              + term("-np.diag(a1**2)"), "inner"),
        wrong("az1-sign", "da1_dz1 = np.diag(a1 * (a1 - 1))", factor("-1"), "sign"),
        wrong("zW1-index", "dz1_dW1[k, q, /] = a1[q]", speaks("layout term inside", "a1 a0"),
              "replaced"),
        wrong("za1-columns-reversed", "dz2_da1 = W2[:, ::-1]",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("chain-dc_da2", "dc_da2 = t - a2\n\n"
              "dc_dW2[j, k] = (t[j] - a2[j]) * (1 - a2[j]) * a2[j] * a1[k]",
              says("step chain", "dc_da2") + factor("-1"), "chain factor"),
        wrong("chain-da1_dz1", D2 + "dc_da1 = W2.T @ d2\n\nda1_dz1[k, /] = a1[k]\n\n"
              + D2 + "dc_dW1 = np.outer(W2.T @ d2 * a1, a0)",
              says("step chain", "da1_dz1") + inside("(1 - a1)[:, None]"), "chain factor"),
        wrong("chain-dz1_dW1", "dz1_dW1[k, q, /] = a1[q]\n\n" + D1
              + "dc_dW1 = np.outer(d1, a1[:n0])", says("step chain", "dz1_dW1")
              + inside("(a0 / a1[:n0])[None, :]") + speaks("layout term", "a1 a0"),
              "chain factor"),
    ],
)  # fmt: skip

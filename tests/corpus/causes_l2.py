"""Softmax with an L2 term and a label, as in seed 004: alone and behind a hidden layer."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import factor, inside, matches, says, speaks, term

HOT = "t = np.eye(N)[y]\n"
NO_L2 = says("convention", "withoutL2".casefold())
FULL_L2 = says("convention", "l2without1/2")
BASE_10 = says("convention", "base10")
BACK = HOT + "back = W @ (S - t)\n"
SLOPE = "(sigma * (1 - sigma))[None, :]"
OFF_LABEL = r"\by\b|label|_y\b"

L2 = table(
    "softmax-l2",
    [
        HOT + "dL_dW = np.outer(X, S - t) + lam * W",
        HOT + "dLpre_df = S - t",
        "dLpre_dW[r, i] = (S[i] - (i == y)) * X[r]",
        "dLreg_dW = lam * W",
        "dLreg_dlam = (W**2).sum() / 2",
        "dSy_df[i] = Sy * ((i == y) - S[i])",
        "dLpre_dS[i] = -1 / Sy if i == y else 0",
        "dLpre_dSy = -1 / Sy",
        HOT + "dL_db = S - t",
    ],
    [
        wrong("W-no-l2", HOT + "dL_dW = np.outer(X, S - t)", term("lam * W") + NO_L2,
              "missing term"),
        wrong("W-l2-double", HOT + "dL_dW = np.outer(X, S - t) + 2 * lam * W",
              term("-lam * W") + FULL_L2, "constant"),
        wrong("W-l2-half", "dL_dW[r, i] = (S[i] - (i == y)) * X[r] + lam * W[r, i] / 2",
              term("lam * W / 2"), "constant"),
        wrong("W-l2-sign", HOT + "dL_dW = np.outer(X, S - t) - lam * W", term("2 * lam * W")
              + term("2 * np.outer(X, S - np.eye(N)[y])", times="-1"), "term sign"),
        wrong("W-l2-squared", HOT + "dL_dW = np.outer(X, S - t) + lam * W**2",
              term("lam * (W - W**2)") + says("assumption", "lam=0"), "inner"),
        wrong("W-l2-no-lam", HOT + "dL_dW = np.outer(X, S - t) + W", term("(lam - 1) * W"),
              "missing term"),
        wrong("W-l2-over-N", HOT + "dL_dW = np.outer(X, S - t) + lam * W / N",
              term("lam * W * (1 - 1 / N)"), "mean"),
        wrong("W-l2-abs", HOT + "dL_dW = np.outer(X, S - t) + lam * np.sign(W)",
              term("lam * (W - np.sign(W))") + says("assumption", "lam=0"), "replaced"),
        wrong("W-sign-of-data", HOT + "dL_dW = np.outer(X, t - S) + lam * W",
              term("2 * np.outer(X, S - np.eye(N)[y])")
              + term("2 * lam * W", times="-1"), "term sign"),
        wrong("W-all-sign", HOT + "dL_dW = np.outer(X, t - S) - lam * W", factor("-1"), "sign"),
        wrong("W-no-label", "dL_dW = np.outer(X, S) + lam * W",
              term("-np.outer(X, np.eye(N)[y])") + matches("region term", OFF_LABEL),
              "missing term"),
        wrong("W-no-label-no-l2", "dL_dW = np.outer(X, S)",
              term("-np.outer(X, np.eye(N)[y]) + lam * W"), "missing term", "missing term"),
        wrong("W-no-l2-sign", HOT + "dL_dW = np.outer(X, t - S)",
              term("lam * W", times="-1"), "sign", "missing term"),
        wrong("W-no-l2-log10", HOT + "dL_dW = np.outer(X, S - t) / np.log(10)",
              term("lam * W", times="ln(10)"), "log base", "missing term"),
        wrong("W-no-l2-double", HOT + "dL_dW = 2 * np.outer(X, S - t)",
              term("lam * W", times="1/2"), "constant", "missing term"),
        wrong("W-data-log10", HOT + "dL_dW = np.outer(X, S - t) / np.log(10) + lam * W",
              term("np.outer(X, S - np.eye(N)[y]) * (1 - 1 / ln(10))")
              + term("lam * W * (1 - ln(10))", times="ln(10)") + BASE_10, "log base"),
        wrong("W-b-for-W", HOT + "dL_dW = np.outer(X, S - t) + lam * b",
              term("lam * (W - b)") + speaks("layout term", "b W"), "replaced"),
        wrong("W-classes-reversed", HOT + "dL_dW = (np.outer(X, S - t) + lam * W)[:, ::-1]",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("b-l2-too", HOT + "dL_db = S - t + lam * b", term("-lam * b"), "extra term"),
        wrong("b-sign", HOT + "dL_db = t - S", factor("-1"), "sign"),
        wrong("b-l2-too-double", HOT + "dL_db = 2 * (S - t) + 2 * lam * b",
              term("-lam * b", times="1/2"), "extra term", "constant"),
        wrong("reg-double", "dLreg_dW = 2 * lam * W", factor("1/2") + FULL_L2, "constant"),
        wrong("reg-half", "dLreg_dW[r, i] = lam / 2 * W[r, i]", factor("2"), "constant"),
        wrong("reg-no-lam", "dLreg_dW = W", factor("lam") + inside("lam"), "inner"),
        wrong("reg-square", "dLreg_dW = lam / 2 * W**2", inside("1 / W", times="2"), "inner"),
        wrong("reg-cost", "dLreg_dW = lam * np.full(W.shape, W.sum())",
              says("collapse", "sum") + inside("W / W.sum()"), "collapse"),
        wrong("lam-no-half", "dLreg_dlam = (W**2).sum()", factor("1/2"), "constant"),
        wrong("lam-kept", "dLreg_dlam = lam * (W**2).sum() / 2", factor("1/lam") + inside("1/lam"),
              "extra term"),
        wrong("lam-sum-of-squares", "dLreg_dlam = W.sum()**2 / 2",
              inside("(W**2).sum() / W.sum()**2") + term("((W**2).sum() - W.sum()**2) / 2"),
              "argument"),
        wrong("f-label-slope", "dLpre_df = S * (1 - S)",
              term("S**2 - np.eye(N)[y]") + matches("region term", OFF_LABEL), "replaced"),
        wrong("S-everywhere", "dLpre_dS[i] = -1 / Sy",
              matches("region", OFF_LABEL) + says("collapse", "same")
              + term("(1 - np.eye(N)[y]) / Sy"), "index"),
        wrong("S-own", "dLpre_dS[i] = -1 / S[i]", matches("region", OFF_LABEL)
              + term("(1 - np.eye(N)[y]) / S"), "index"),
        wrong("Sy-sign", "dLpre_dSy = 1 / Sy", factor("-1"), "sign"),
        wrong("Sy-log10", "dLpre_dSy = -1 / (Sy * np.log(10))", factor("ln(10)") + BASE_10,
              "log base"),
        wrong("Syf-no-label", "dSy_df = -Sy * S", term("Sy * np.eye(N)[y]", "S * np.eye(N)[y]")
              + matches("region term", OFF_LABEL), "missing term"),
        wrong("Syf-label-everywhere", "dSy_df[i] = Sy * (1 - S[i])",
              term("Sy * (np.eye(N)[y] - 1)", "S * np.eye(N)[y] - Sy",
              "S * np.eye(N)[y] - fraction") + matches("region", OFF_LABEL), "index"),
    ],
)  # fmt: skip

HIDDEN = table(
    "softmax-l2-hidden",
    [
        BACK + "dL_dV = np.outer(X, back * sigma * (1 - sigma)) + lam * V",
        HOT + "dL_dW = np.outer(sigma, S - t) + lam * W",
        BACK + "dLpre_dV = np.outer(X, back * sigma * (1 - sigma))",
        BACK + "dLpre_dsigma = back",
        BACK + "dL_dbh = back * sigma * (1 - sigma)",
        "dsigma_dfh[i, /] = sigma[i] * (1 - sigma[i])",
        "df_dsigma = W.T",
    ],
    [
        wrong("V-no-l2", BACK + "dL_dV = np.outer(X, back * sigma * (1 - sigma))",
              term("lam * V") + NO_L2, "missing term"),
        wrong("V-W-for-V", BACK + "dL_dV = np.outer(X, back * sigma * (1 - sigma)) + lam * bh",
              term("lam * (V - bh)") + speaks("layout term", "bh V"), "replaced"),
        wrong("V-l2-double", BACK + "dL_dV = np.outer(X, back*sigma*(1 - sigma)) + 2*lam*V",
              term("-lam * V"), "constant"),
        wrong("V-pre-no-slope", BACK + "dLpre_dV = np.outer(X, back)", inside(SLOPE), "inner"),
        wrong("V-pre-half-slope", BACK + "dLpre_dV = np.outer(X, back * sigma)",
              inside("(1 - sigma)[None, :]"), "inner"),
        wrong("V-pre-sigma-squared", BACK + "dLpre_dV = np.outer(X, back*sigma**2*(1 - sigma))",
              inside("1 / sigma[None, :]"), "inner"),
        wrong("V-pre-sign-slope", BACK + "dLpre_dV = -np.outer(X, back)", inside(SLOPE, times="-1"),
              "sign", "inner"),
        wrong("V-no-slope-no-l2", BACK + "dL_dV = np.outer(X, back)",
              term("np.outer(X, (W @ (S - np.eye(N)[y])) * (sigma * (1 - sigma) - 1)) + lam * V")
              + says("inside", "dsigma/dfh"),
              "inner", "missing term"),
        wrong("V-pre-only-label", "dLpre_dV = np.outer(X, W[:, y] * (Sy - 1) * sigma*(1 - sigma))",
              term("np.outer(X, (W @ S - W[:, y] * Sy) * sigma * (1 - sigma))")
              + matches("collapse region", OFF_LABEL), "missing sum"),
        wrong("V-pre-no-label", "dLpre_dV = np.outer(X, W @ S * sigma * (1 - sigma))",
              term("-np.outer(X, W[:, y] * sigma * (1 - sigma))",
                   "-np.outer(X, W @ np.eye(N)[y] * sigma * (1 - sigma))")
              + speaks("term", "S y"), "missing term"),
        wrong("V-pre-slope-of-fh", BACK + "dLpre_dV = np.outer(X, back * fh * (1 - fh))",
              inside("(sigma * (1 - sigma) / (fh * (1 - fh)))[None, :]")
              + speaks("layout term", "fh sigma"), "argument"),
        wrong("V-pre-first-unit-zero", BACK + "g = np.outer(X, back * sigma * (1 - sigma))\n"
              "g[:, 0] = 0\ndLpre_dV = g", says("region", "column0|c=0|i=0|first"), "region"),
        wrong("W-fh-for-sigma", HOT + "dL_dW = np.outer(fh, S - t) + lam * W",
              term("np.outer(sigma - fh, S - np.eye(N)[y])") + speaks("layout term", "fh sigma"),
              "replaced"),
        wrong("W-slope-too", HOT + "dL_dW = np.outer(sigma*(1 - sigma), S - t) + lam * W",
              term("np.outer(sigma**2, S - np.eye(N)[y])"), "inner"),
        wrong("W-no-l2-sign", HOT + "dL_dW = np.outer(sigma, t - S)", term("lam * W", times="-1"),
              "sign", "missing term"),
        wrong("W-l2-of-all", HOT + "dL_dW = np.outer(sigma, S - t) + lam * W / 2",
              term("lam * W / 2"), "constant"),
        wrong("s-no-label", "dLpre_dsigma = W @ S", term("-W[:, y]", "-W @ np.eye(N)[y]")
              + speaks("term", "S y"),
              "missing term"),
        wrong("s-first-class", HOT + "dLpre_dsigma = W[:, 0] * (S[0] - t[0])",
              term("W @ (S - np.eye(N)[y]) - W[:, 0] * (S[0] - np.eye(N)[y][0])")
              + says("collapse region", "column0|j=0|first"), "missing sum"),
        wrong("bh-no-slope", BACK + "dL_dbh = back", inside("sigma * (1 - sigma)"), "inner"),
        wrong("bh-l2", BACK + "dL_dbh = back * sigma * (1 - sigma) + lam * bh", term("-lam * bh"),
              "extra term"),
        wrong("sfh-sign", "dsigma_dfh[i, /] = sigma[i] * (sigma[i] - 1)", factor("-1"), "sign"),
        wrong("fs-wrong-factor", "df_dsigma[j, i] = sigma[i]",
              inside("W.T / sigma") + speaks("layout term", "sigma W")
              + says("collapse", "rows|column|same"), "replaced"),
    ],
)  # fmt: skip

"""Networks: tanh, ReLU, softplus, convolution."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import at, factor, inside, matches, says, speaks, term

BACK = "B = (Y - T) @ W2.T / n\n"
GATE = "on = S > 0\n"
WHERE_OFF = (
    "S_r<0|S_r<=0|S_r>0|S<0|S<=0|S>0|S_i<0|S_i>0|S_i<=0|h_r=0|h_r>0|h_i=0|h_i>0|h>0|h=0|active|off"
)
WIDE = "overflow|infinite|nan|notfinite|large"
FIRST = "row0|example0|i=0|first"

TANH = table(
    "tanh-network",
    [
        "dJ_dW2 = A.T @ (Y - T) / n",
        "dJ_db2 = (Y - T).sum(axis=0) / n",
        "dJ_dY = (Y - T) / n",
        "dJ_dA = (Y - T) @ W2.T / n",
        BACK + "dJ_dZ = B * (1 - A**2)",
        BACK + "dJ_dW1 = X.T @ (B * (1 - A**2))",
        BACK + "dJ_db1 = (B * (1 - A**2)).sum(axis=0)",
    ],
    [
        wrong("W2-no-mean", "dJ_dW2 = A.T @ (Y - T)", factor("1/n"), "mean"),
        wrong("W2-mean-of-all", "dJ_dW2 = A.T @ (Y - T) / (n * s)", factor("s"), "mean"),
        wrong("W2-sign", "dJ_dW2 = A.T @ (T - Y) / n", factor("-1"), "sign"),
        wrong("W2-Z-for-A", "dJ_dW2 = Z.T @ (Y - T) / n", term("(A - Z).T @ (Y - T) / n")
              + speaks("layout term", "Z A"), "replaced"),
        wrong("W2-no-target", "dJ_dW2 = A.T @ Y / n", term("-A.T @ T / n"), "missing term"),
        wrong("W2-no-target-double", "dJ_dW2 = 2 * A.T @ Y / n", term("-A.T @ T / n", times="1/2"),
              "missing term", "constant"),
        wrong("W2-reversed", "dJ_dW2 = (A.T @ (Y - T))[::-1] / n",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("b2-no-mean-double", "dJ_db2 = 2 * (Y - T).sum(axis=0)", factor("1/(2*n)"), "mean",
              "constant"),
        wrong("b2-first", "dJ_db2 = (Y[0] - T[0]) / n", says("collapse region", FIRST)
              + term("(Y - T)[1:].sum(axis=0) / n"), "missing sum"),
        wrong("Y-double-mean", "dJ_dY = 2 * (Y - T) / (n * s)", factor("s/2"), "constant", "mean"),
        wrong("A-no-mean", "dJ_dA = (Y - T) @ W2.T", factor("1/n"), "mean"),
        wrong("A-no-target", "dJ_dA = Y @ W2.T / n", term("-T @ W2.T / n"), "missing term"),
        wrong("Z-no-slope", BACK + "dJ_dZ = B", inside("1 - A**2"), "inner"),
        wrong("Z-sigmoid-slope", BACK + "dJ_dZ = B * A * (1 - A)",
              inside("(1 + A) / A"), "argument"),
        wrong("Z-slope-unsquared", BACK + "dJ_dZ = B * (1 - A)", inside("1 + A"), "inner"),
        wrong("Z-slope-of-Z", BACK + "dJ_dZ = B * (1 - Z**2)",
              inside("(1 - A**2) / (1 - Z**2)") + speaks("layout term", "Z A"), "argument"),
        wrong("Z-slope-twice", BACK + "dJ_dZ = B * (1 - np.tanh(A)**2)",
              inside("(1 - A**2) / (1 - np.tanh(A)**2)")
              + speaks("layout", "A Z"), "argument"),
        wrong("Z-sign-no-slope", BACK + "dJ_dZ = -B", inside("1 - A**2", times="-1"), "sign",
              "inner"),
        wrong("Z-no-slope-no-mean", "dJ_dZ = (Y - T) @ W2.T", inside("1 - A**2", times="1/n"),
              "inner", "mean"),
        wrong("W1-no-slope", BACK + "dJ_dW1 = X.T @ B",
              term("-X.T @ ((Y - T) @ W2.T * A**2) / n", "-X.T @ (dJ_dA * A**2)")
              + says("inside", "da/dz"), "inner"),
        wrong("W1-sign", BACK + "dJ_dW1 = -X.T @ (B * (1 - A**2))", factor("-1"), "sign"),
        wrong("b1-no-slope", BACK + "dJ_db1 = B.sum(axis=0)",
              term("-((Y - T) @ W2.T * A**2).sum(axis=0) / n", "-(dJ_dA * A**2).sum(axis=0)")
              + says("inside", "da/dz"),
              "inner"),
        wrong("b1-mean-again", BACK + "dJ_db1 = (B * (1 - A**2)).mean(axis=0)", factor("n"),
              "axis"),
        wrong("b1-mean-again-sign", BACK + "dJ_db1 = -(B * (1 - A**2)).mean(axis=0)",
              factor("-n"), "axis", "sign"),
    ],
)  # fmt: skip

RELU = table(
    "relu-network",
    [
        GATE + "dL_dW = np.outer((y - t) * v * on, x)",
        "dL_dv = (y - t) * h",
        GATE + "dL_db = (y - t) * v * on",
        GATE + "dL_dx = W.T @ ((y - t) * v * on)",
        "dh_dS[i, /] = 1.0 if S[i] > 0 else 0.0",
    ],
    [
        wrong("W-no-gate", "dL_dW = np.outer((y - t) * v, x)",
              says("region assumption inside", WHERE_OFF)
              + inside("(S > 0)[:, None]"), "inner"),
        wrong("W-gate-of-x", "dL_dW[i, j] = (y - t) * v[i] * x[j] * (x[j] > 0)",
              says("region assumption", WHERE_OFF + "|x_c>0|x_j>0|x>0|x_c<0|x_j<0"), "argument"),
        wrong("W-S-for-gate", "dL_dW = np.outer((y - t) * v * np.maximum(S, 0), x)",
              inside("1 / np.where(S > 0, S, 1)[:, None]", "1 / np.where(h > 0, h, 1)[:, None]"),
              "inner"),
        wrong("W-sign", GATE + "dL_dW = np.outer((t - y) * v * on, x)", factor("-1"), "sign"),
        wrong("W-double", GATE + "dL_dW[i, j] = 2 * (y - t) * v[i] * on[i] * x[j]", factor("1/2"),
              "constant"),
        wrong("W-no-v", GATE + "dL_dW = np.outer((y - t) * on, x)", inside("v[:, None]"), "inner"),
        wrong("W-h-for-v", GATE + "dL_dW = np.outer((y - t) * b * on, x)",
              inside("(v / b)[:, None]") + speaks("layout term", "b v"), "replaced"),
        wrong("W-no-gate-sign", "dL_dW = np.outer((t - y) * v, x)",
              says("region assumption inside", WHERE_OFF, factor="-1")
              + inside("(S > 0)[:, None]", times="-1"), "sign", "inner"),
        wrong("W-gate-reversed", "off = S <= 0\ndL_dW = np.outer((y - t) * v * off, x)",
              says("region assumption", WHERE_OFF)
              + term("np.outer((y - t) * v, x)", "np.outer(dL_dh, x)", times="-1")
              + says("inside", "shouldread-s"), "sign"),
        wrong("W-rows-reversed", GATE + "dL_dW = np.outer((y - t) * v * on, x)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("b-no-gate", "dL_db[i] = (y - t) * v[i]", says("region assumption inside", WHERE_OFF)
              + inside("S > 0"), "inner"),
        wrong("b-no-target", GATE + "dL_db = y * v * on", term("-t * v * (S > 0)")
              + inside("(y - t) / y"),
              "missing term"),
        wrong("v-S-for-h", "dL_dv = (y - t) * S", says("region assumption", WHERE_OFF)
              + inside("h / S", "S > 0") + speaks("layout term", "S h"), "replaced"),
        wrong("v-sign-no-target", "dL_dv = -y * h", term("-t * h", times="-1"), "sign",
              "missing term"),
        wrong("v-no-target", "dL_dv = y * h", term("-t * h"), "missing term"),
        wrong("v-no-h", "dL_dv = (y - t) * np.ones(q)", inside("h"), "inner"),
        wrong("x-no-gate", "dL_dx = W.T @ ((y - t) * v)",
              term("-W.T @ ((y - t) * v * (S <= 0))")
              + says("inside", "dh/ds"), "inner"),
        wrong("x-no-sum", GATE + "dL_dx = (y - t) * W[0] * v[0]", term(
            "W.T @ ((y - t) * v * (S > 0)) - (y - t) * W[0] * v[0]")
              + says("collapse region", FIRST), "missing sum"),
        wrong("hS-one", "dh_dS[i, /] = 1.0", says("region assumption inside", WHERE_OFF)
              + inside("(S > 0)[:, None]"), "inner"),
        wrong("hS-sign-of-S", "dh_dS[i, /] = np.sign(S[i])", says("region assumption", WHERE_OFF)
              + speaks("layout", "S h"),
              "argument"),
    ],
)  # fmt: skip

SOFTPLUS = table(
    "softplus",
    ["dJ_dx = w / (1 + np.exp(-x))", "df_dx[i, /] = np.exp(-np.logaddexp(0, -x[i]))",
     "dJ_dw = f"],
    [
        wrong("x-overflow", "dJ_dx = w * np.exp(x) / (1 + np.exp(x))", says("numerics", WIDE),
              "numerics", x="wide"),
        wrong("fx-overflow", "df_dx[i, /] = np.exp(x[i]) / (np.exp(x[i]) + 1)",
              says("numerics", WIDE), "numerics", x="wide"),
        wrong("x-no-w", "dJ_dx = 1 / (1 + np.exp(-x))", inside("w"), "inner"),
        wrong("x-f-for-slope", "dJ_dx = w * f", inside("1 / (f * (1 + np.exp(-x)))"), "replaced"),
        wrong("x-sign-of-argument", "dJ_dx = w / (1 + np.exp(x))", inside("np.exp(x)"),
              "argument"),
        wrong("x-slope-again", "s = 1 / (1 + np.exp(-x))\ndJ_dx = w * s * (1 - s)",
              inside("1 + np.exp(x)", "np.exp(f)"), "argument"),
        wrong("x-forward-difference", "h = 1e-4\nup = np.logaddexp(0, x + h)\n"
              "dJ_dx = w * (up - np.logaddexp(0, x)) / h",
              says("numerics", "difference|step"), "numerics"),
        wrong("fx-one-exponent", "df_dx[i, /] = np.exp(x[i])",
              inside("1 / (1 + np.exp(x))[:, None]", "np.exp(-f)[:, None]"), "inner"),
        wrong("fx-entry-sign", "s = 1 / (1 + np.exp(-x))\ns[1] *= -1\ndf_dx = np.diag(s)",
              at(1, 1), "entry"),
        wrong("w-slope", "dJ_dw = 1 / (1 + np.exp(-x))", inside("f * (1 + np.exp(-x))")
              + term("f - 1 / (1 + np.exp(-x))"), "replaced"),
        wrong("w-x", "dJ_dw = x", term("f - x") + inside("f / x")
              + speaks("layout term", "x f"), "replaced"),
        wrong("w-log2-sign", "dJ_dw = -f / np.log(2)", factor("-ln(2)"), "log base", "sign"),
    ],
)  # fmt: skip

CONVOLUTION = table(
    "convolution",
    ["dJ_dw[j] = sum((y[i] - t[i]) * x[i + j] for i in range(n))",
     "dJ_dx = np.convolve(y - t, w)", "dJ_dy = y - t"],
    [
        wrong("w-sign", "dJ_dw[j] = sum((t[i] - y[i]) * x[i + j] for i in range(n))", factor("-1"),
              "sign"),
        wrong("w-no-offset", "dJ_dw[j] = sum((y[i] - t[i]) * x[i] for i in range(n))",
              says("collapse", "same|first|entry0|j=0")
              + matches("region", r"row|entr|\b0\b"), "index"),
        wrong("w-reversed", "dJ_dw[j] = sum((y[i] - t[i]) * x[i + 2 - j] for i in range(n))",
              says("layout", "revers", fix="formula[::-1]"), "index"),
        wrong("w-shifted", "dJ_dw[j] = sum((y[i]-t[i]) * x[i + (j + 1) % 3] for i in range(n))",
              says("layout", "shift|roll|permut|cycl", fix="np.roll(formula, 1)"), "index"),
        wrong("w-mean", "dJ_dw[j] = sum((y[i] - t[i]) * x[i + j] for i in range(n)) / n",
              factor("n"), "mean"),
        wrong("w-mean-double", "dJ_dw[j] = 2 * sum((y[i]-t[i]) * x[i+j] for i in range(n)) / n",
              factor("n/2"), "mean", "constant"),
        wrong("x-not-flipped", "dJ_dx = np.convolve(y - t, w[::-1])",
              term("np.convolve(y - t, w - w[::-1])")
              + says("layout", "wwithitsentriesreversed"), "layout"),
        wrong("x-reversed", "dJ_dx = np.convolve(y - t, w)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("x-sign-double", "dJ_dx = 2 * np.convolve(t - y, w)", factor("-1/2"), "sign",
              "constant"),
        wrong("x-no-target", "dJ_dx = np.convolve(y, w)", term("-np.convolve(t, w)")
              + speaks("term", "y t"),
              "missing term"),
        wrong("y-double", "dJ_dy[i] = 2 * (y[i] - t[i])", factor("1/2"), "constant"),
        wrong("y-plus", "dJ_dy = y + t", term("-2 * t") + term("2 * y", times="-1"),
              "term sign"),
        wrong("y-x-for-t", "dJ_dy[i] = y[i] - x[i]", term("x[:n] - t")
              + speaks("layout term", "x t"), "replaced"),
    ],
)  # fmt: skip

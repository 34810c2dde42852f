"""Derivations in several lines, and chains of factors, in which one step is wrong.

These stand in files of their own: the lines before and after belong to the case.
"""

from __future__ import annotations

from tests.corpus.cause_case import wrong
from tests.corpus.cause_labels import factor, inside, says, speaks, term

REST = "np.outer(O * (T.sum() - T), x) / m", "np.outer(O * (1 - T), x) / m"


def step(name: str, *more: str):
    """Return the label of a derivation whose first wrong line has this name."""
    return says("step", name, *more)


def lines(derivative: str, *texts: str) -> str:
    """Number the lines of a derivation from 1."""
    return "\n\n".join(f"{derivative}__line{n}{t}" for n, t in enumerate(texts, start=1))


DERIVATIONS = {
    "softmax-cross-entropy": [
        wrong("derivation-sign", lines(
                  "dJ_dW", "[r, c] = sum(-T[f] / O[f] * O[f] * ((f == r) - O[r]) for f in "
                  "range(m + 1)) * x[c] / m", "[r, c] = (-T[r] + O[r] * T.sum()) * x[c] / m",
                  "[r, c] = (T[r] - O[r] * T.sum()) * x[c] / m", " = np.outer(T - O, x) / m"),
              step("line3") + factor("-1"), "step"),
        wrong("derivation-lost-sum", lines(
                  "dJ_dW", "[r, c] = sum(-T[f] * ((f == r) - O[r]) for f in range(m + 1))"
                  " * x[c] / m", "[r, c] = -T[r] * (1 - O[r]) * x[c] / m",
                  " = -np.outer(T * (1 - O), x) / m"),
              step("line2") + term(*REST), "step"),
        wrong("derivation-lost-mean", lines(
                  "dJ_db", "[r] = (O[r] * T.sum() - T[r]) / m", "[r] = (O[r] - T[r]) / m",
                  "[r] = O[r] - T[r]"), step("line3") + factor("1/m")
              + says("convention", "nomean"), "step"),
        wrong("chain-softmax-slope",
              "dH_dO = -T / O\n\ndO_dS = np.diag(O * (1 - O))\n\n"
              "dJ_dS = np.diag(O * (1 - O)) @ (-T / O) / m",
              says("step chain", "dO_dS") + term("O * (T.sum() - T) / m", "O * (1 - T) / m"),
              "chain factor"),
        wrong("chain-log-sign",
              "dH_dO = T / O\n\ndO_dS = np.diag(O) - np.outer(O, O)\n\n"
              "dJ_dS = (np.diag(O) - np.outer(O, O)) @ (T / O) / m",
              says("step chain", "dH_dO") + factor("-1"), "chain factor"),
    ],
    "softmax-l2-hidden": [
        wrong("chain-sigma-slope",
              "dsigma_dfh[i, /] = sigma[i]\n\n"
              "back = W @ (S - np.eye(N)[y])\ndLpre_dV = np.outer(X, back * sigma)",
              says("step chain", "dsigma_dfh") + inside("(1 - sigma)[None, :]"), "chain factor"),
        wrong("chain-input",
              "dfh_dV[r, i, /] = V[r, i]\n\ndsigma_dfh[i, /] = sigma[i] * (1 - sigma[i])\n\n"
              "back = W @ (S - np.eye(N)[y]) * sigma * (1 - sigma)\n"
              "dLpre_dV = V * back",
              says("step chain", "dfh_dV") + speaks("layout term", "V X")
              + inside("X[:, None] / V"), "chain factor"),
    ],
    "tanh-network": [
        wrong("chain-tanh-slope",
              "dJ_dA = (Y - T) @ W2.T / n\n\ndA_dZ[i, j, /] = 1 - A[i, j]\n\n"
              "dJ_dZ = (Y - T) @ W2.T / n * (1 - A)",
              says("step chain", "dA_dZ") + inside("1 + A"), "chain factor"),
        wrong("chain-mean-lost",
              "dJ_dY = Y - T\n\ndJ_dA = (Y - T) @ W2.T\n\ndJ_dZ = (Y - T) @ W2.T * (1 - A**2)",
              says("step chain", "dJ_dY") + factor("1/n"), "chain factor"),
    ],
    "ridge": [
        wrong("derivation-half", lines(
                  "dJ_dw", " = X.T @ (2 * (y - t)) / (2 * n) + lam / 2 * 2 * w",
                  " = X.T @ (y - t) / n + lam / 2 * w", " = X.T @ (y - t) / n + w * lam / 2"),
              step("line2") + term("lam * w / 2"), "step"),
        wrong("derivation-no-target", lines(
                  "dJ_dw", " = (X.T @ y - X.T @ t) / n + lam * w", " = X.T @ y / n + lam * w"),
              step("line2") + term("-X.T @ t / n"), "step"),
    ],
    "quadratic-form": [
        wrong("derivation-symmetric", lines(
                  "dJ_dx", " = A @ x / 2 + A.T @ x / 2 - c",
                  "[i] = (A[i] @ x + A[:, i] @ x) / 2 - c[i]",
                  " = A @ x - c"), step("line3") + term("(A.T @ x - A @ x) / 2",
                  "(A.T @ x - Ax) / 2") + says("integrability",
                  "symmetric|nocost|nogradient|gradientofno")
              + says("assumption", "symmetric"), "step"),
    ],
    "logistic": [
        wrong("chain-sigmoid-sign",
              "da_dz[i, /] = a[i] * (a[i] - 1)\n\n"
              "dJ_dz = (a - t) / (a * (1 - a)) / n * a * (a - 1)",
              says("step chain", "da_dz") + factor("-1"), "chain factor"),
        wrong("derivation-axis", lines(
                  "dJ_dw", "[j] = sum((a[i] - t[i]) * X[i, j] for i in range(n)) / n",
                  " = X.T @ (a - t) / n", " = X.T @ (a - t) / p"), step("line3")
              + factor("p/n"), "step"),
    ],
    "gaussian": [
        wrong("derivation-power", lines(
                  "dNLL_ds", " = n - ((t - mu)**2).sum() / np.exp(2 * s)",
                  " = n - ((t - mu)**2).sum() / sigma**2",
                  " = n - ((t - mu)**2).sum() / (2 * sigma**2)"), step("line3")
              + term("-((t - mu)**2).sum() / (2 * sigma**2)") + term("-n", times="2"), "step"),
    ],
}  # fmt: skip
"""More cases of the problems of other modules."""

"""Matrices: traces, determinants, products, quadratic and bilinear forms."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import factor, inside, says, speaks, term

TRANSPOSED = says("layout", "transpos", fix="formula.T")
NO_COST = "symmetric|nocost|nogradient|gradientofno"
NOT_A_GRADIENT = says("integrability", NO_COST)

TRACE = table(
    "trace-product",
    ["dJ_dX = (B @ A).T", "dJ_dA = (X @ B).T", "dF_dX = X - C", "dE_dX = (B @ A).T + X - C",
     "dJ_dX = A.T @ B.T"],
    [
        wrong("X-transposed", "dJ_dX = B @ A", TRANSPOSED, "layout"),
        wrong("X-order", "dJ_dX = (A @ B).T", term("(B @ A).T - (A @ B).T")
              + speaks("layout", "A B"), "index"),
        wrong("X-order-transposed", "dJ_dX = A @ B", term("(B @ A).T - A @ B")
              + speaks("layout", "A B"), "index", "layout"),
        wrong("X-transposed-sign", "dJ_dX = -B @ A",
              says("layout factor", "transpos", factor="-1", fix="-formula.T"), "layout", "sign"),
        wrong("X-transposed-double", "dJ_dX = 2 * B @ A",
              says("layout factor", "transpos", factor="1/2", fix="formula.T / 2"), "layout",
              "constant"),
        wrong("X-trace", "dJ_dX = np.trace(B @ A) * np.eye(p)", says("collapse", "trace"),
              "collapse"),
        wrong("X-diagonal", "dJ_dX = np.diag(np.diag(B @ A))",
              says("region", "diagonal|i!=j|i≠j|r!=c|r≠c"), "diagonal"),
        wrong("X-no-B", "dJ_dX = A.T", term("(B @ A).T - A.T")
              + says("inside", "productwithb"), "missing term"),
        wrong("A-transposed", "dJ_dA[i, j] = sum(X[i, q] * B[q, j] for q in range(p))",
              TRANSPOSED, "index"),
        wrong("A-diagonal-double", "G = (X @ B).T\nG[np.diag_indices(p)] *= 2\ndJ_dA = G",
              says("region factor", "diagonal"), "constant"),
        wrong("F-transposed", "dF_dX = (X - C).T", TRANSPOSED, "layout"),
        wrong("F-double", "dF_dX = 2 * (X - C)", factor("1/2"), "constant"),
        wrong("F-transposed-double", "dF_dX[i, j] = 2 * (X[j, i] - C[j, i])",
              says("layout factor", "transpos", factor="1/2", fix="formula.T / 2"), "layout",
              "constant"),
        wrong("F-X-transposed", "dF_dX = X.T - C", term("X - X.T")
              + inside("(X - C) / (X.T - C)", "R / (X.T - C)")
              + says("layout", "x.t"), "layout"),
        wrong("F-C-transposed", "dF_dX = X - C.T", term("C.T - C")
              + says("layout", "c.t"), "layout"),
        wrong("F-no-C", "dF_dX = X", term("-C")
              + speaks("layout", "X R"), "missing term"),
        wrong("F-upper", "dF_dX = np.triu(X - C)", says("region", "below|lower|i>j|r>c|triang"),
              "region"),
        wrong("F-symmetrised", "D = X - C\ndF_dX = (D + D.T) / 2",
              term("(X - C - (X - C).T) / 2") + term("-(X - C).T", "-R.T", times="2")
              + says("layout", "symmetr|transpos"), "layout"),
        wrong("E-data-transposed", "dE_dX = B @ A + X - C", term("(B @ A).T - B @ A")
              + speaks("layout", "A B"), "layout"),
        wrong("E-no-J", "dE_dX = X - C", term("(B @ A).T", "A.T @ B.T"), "missing term"),
        wrong("E-no-F", "dE_dX = (B @ A).T", term("X - C", "R"), "missing term"),
        wrong("E-double-no-J", "dE_dX = 2 * (X - C)", term("(B @ A).T", times="1/2"), "constant",
              "missing term"),
    ],
)  # fmt: skip

LOG_DET = table(
    "log-det",
    ["dJ_dA = inverse.T - (inverse @ B @ inverse).T", "dlogdet_dA = inverse.T",
     "dlogdet_dM = 2 * inverse @ M", "dpenalty_dA = -(inverse @ B @ inverse).T",
     "dpenalty_dB = inverse.T"],
    [
        wrong("A-no-penalty", "dJ_dA = inverse.T", term("-(inverse @ B @ inverse).T")
              + says("term", "dpenalty/da"),
              "missing term"),
        wrong("A-penalty-sign", "dJ_dA = inverse.T + (inverse @ B @ inverse).T",
              term("-2 * (inverse @ B @ inverse).T") + term("2 * inverse.T", "2 * inverse",
              times="-1"), "term sign"),
        wrong("A-transposed", "dJ_dA = inverse - inverse @ B @ inverse", TRANSPOSED, "layout"),
        wrong("A-penalty-transposed", "dJ_dA = inverse.T - inverse @ B @ inverse", TRANSPOSED
              + term("inverse @ B @ inverse - (inverse @ B @ inverse).T"), "layout"),
        wrong("A-sign", "dJ_dA = (inverse @ B @ inverse).T - inverse.T", factor("-1"), "sign"),
        wrong("logdet-A", "dlogdet_dA = A", term("inverse.T - A", "inverse - A")
              + inside("inverse / A") + speaks("layout term", "A inverse"), "replaced"),
        wrong("logdet-over", "dlogdet_dA = 1 / A", inside("inverse.T * A", "inverse * A"),
              "argument"),
        wrong("logdet-sign-double", "dlogdet_dA = -2 * inverse.T", factor("-1/2"), "sign",
              "constant"),
        wrong("logdet-determinant", "dlogdet_dA = np.exp(logdet) * inverse.T",
              factor("exp(-logdet)") + inside("np.exp(-logdet)"), "inner"),
        wrong("logdet-log10", "dlogdet_dA[i, j] = inverse[j, i] / np.log(10)", factor("ln(10)"),
              "log base"),
        wrong("M-no-two", "dlogdet_dM = inverse @ M", factor("2"), "constant"),
        wrong("M-A-for-inverse", "dlogdet_dM = 2 * A @ M", term("2 * (inverse - A) @ M")
              + speaks("layout term", "A inverse"), "replaced"),
        wrong("M-no-inverse", "dlogdet_dM = 2 * M", term("2 * inverse @ M - 2 * M")
              + says("inside", "productwithinverse"), "inner"),
        wrong("M-columns-reversed", "dlogdet_dM = 2 * (inverse @ M)[:, ::-1]",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
        wrong("penalty-transposed", "dpenalty_dA = -inverse @ B @ inverse", TRANSPOSED, "layout"),
        wrong("penalty-sign", "dpenalty_dA = (inverse @ B @ inverse).T", factor("-1"), "sign"),
        wrong("penalty-sign-transposed", "dpenalty_dA = inverse @ B @ inverse",
              says("layout factor", "transpos", factor="-1", fix="-formula.T"), "sign", "layout"),
        wrong("penalty-one-inverse", "dpenalty_dA = -(B @ inverse).T",
              term("(B @ inverse).T - (inverse @ B @ inverse).T")
              + says("inside", "productwithinverse"), "missing term"),
    ],
)  # fmt: skip

QUADRATIC = table(
    "quadratic-form",
    ["dJ_dx = (A + A.T) @ x / 2 - c", "dJ_dA = np.outer(x, x) / 2", "dJ_dAx = x / 2",
     "dAx_dx = A", "dJ_dc = -x"],
    [
        wrong("x-symmetric", "dJ_dx = A @ x - c",
              term("(A.T @ x - A @ x) / 2", "(A.T @ x - Ax) / 2") + NOT_A_GRADIENT
              + says("assumption", "symmetric"), "assumption"),
        wrong("x-symmetric-no-c", "dJ_dx = A @ x",
              term("(A.T @ x - A @ x) / 2 - c", "(A.T @ x - Ax) / 2 - c")
              + term("A.T @ x / 2 - c", times="1/2") + NOT_A_GRADIENT,
              "assumption", "missing term"),
        wrong("x-no-half", "dJ_dx = (A + A.T) @ x - c",
              term("-(A + A.T) @ x / 2", "-(Ax + A.T @ x) / 2") + term("-c / 2", times="1/2"),
              "constant"),
        wrong("x-only-half", "dJ_dx = A @ x / 2 - c", term("A.T @ x / 2"), "missing term"),
        wrong("x-no-c", "dJ_dx = (A + A.T) @ x / 2", term("-c"), "missing term"),
        wrong("x-c-sign", "dJ_dx = (A + A.T) @ x / 2 + c", term("-2 * c")
              + term("(A + A.T) @ x", "Ax + A.T @ x", times="-1"), "term sign"),
        wrong("x-sign", "dJ_dx = c - (A + A.T) @ x / 2", factor("-1"), "sign"),
        wrong("x-no-c-double", "dJ_dx = (A + A.T) @ x", term("-c", times="1/2"), "missing term",
              "constant"),
        wrong("x-reversed", "dJ_dx = ((A + A.T) @ x / 2 - c)[::-1]",
              says("layout", "revers", fix="formula[::-1]") + NOT_A_GRADIENT, "layout"),
        wrong("x-diagonal-of-A", "dJ_dx = np.diag(A) * x - c",
              term("(A + A.T) @ x / 2 - np.diag(A) * x",
                   "(A + A.T - 2 * np.diag(np.diag(A))) @ x / 2"), "diagonal"),
        wrong("x-upper-triangle", "dJ_dx = np.triu(A) @ x - c",
              term("(A + A.T) @ x / 2 - np.triu(A) @ x") + NOT_A_GRADIENT, "not a gradient"),
        wrong("x-not-a-gradient", "dJ_dx = np.roll(x, 1) * x - c",
              NOT_A_GRADIENT, "not a gradient"),
        wrong("x-forward-difference", "h = 1e-4\n"
              "cost = lambda q: q @ A @ q / 2 - c @ q\n"
              "dJ_dx[i] = (cost(x + h * np.eye(d)[i]) - cost(x)) / h",
              says("numerics", "difference|step") + term("-1e-4 * np.diag(A) / 2"), "numerics"),
        wrong("A-no-half", "dJ_dA = np.outer(x, x)", factor("1/2"), "constant"),
        wrong("A-diagonal", "dJ_dA[i, j] = x[i]**2 / 2 if i == j else 0",
              says("region", "diagonal|i!=j|i≠j|r!=c|r≠c"), "diagonal"),
        wrong("A-symmetric", "dJ_dA[i, j] = x[i]*x[j] / 2 if i == j else x[i]*x[j]",
              says("region factor", "diagonal|i!=j|i≠j|r!=c|r≠c")
              + term("np.diag(x**2) / 4", times="1/2"), "constant"),
        wrong("A-c-for-x", "dJ_dA = np.outer(x, c) / 2", inside("x / c")
              + speaks("layout term", "c x"), "replaced"),
        wrong("A-no-half-sign", "dJ_dA = -np.outer(x, x)", factor("-1/2"), "constant", "sign"),
        wrong("Ax-transposed", "dAx_dx = A.T", TRANSPOSED, "layout"),
        wrong("Ax-sign-transposed", "dAx_dx = -A.T",
              says("layout factor", "transpos", factor="-1", fix="-formula.T"), "layout", "sign"),
        wrong("c-no-sign", "dJ_dc = x", factor("-1"), "sign"),
    ],
)  # fmt: skip

BILINEAR = table(
    "bilinear",
    ["dL_dM = (s - t) * np.outer(u, v)", "dL_du = (s - t) * M @ v", "dL_dv = (s - t) * M.T @ u",
     "dL_ds = s - t", "ds_dM = np.outer(u, v)"],
    [
        wrong("M-no-target", "dL_dM = s * np.outer(u, v)", term("-t * np.outer(u, v)"),
              "missing term"),
        wrong("M-no-residual", "dL_dM = np.outer(u, v)", factor("s - t") + inside("s - t"),
              "inner"),
        wrong("M-sign", "dL_dM[i, j] = (t - s) * u[i] * v[j]", factor("-1"), "sign"),
        wrong("M-u-twice", "dL_dM[i, j] = (s - t) * u[i] * u[j % p]",
              inside("v / np.resize(u, q)") + speaks("layout term", "u v"), "replaced"),
        wrong("M-double-sign", "dL_dM = -2 * (s - t) * np.outer(u, v)", factor("-1/2"), "constant",
              "sign"),
        wrong("M-no-target-double", "dL_dM = 2 * s * np.outer(u, v)",
              term("-t * np.outer(u, v)", times="1/2"), "missing term", "constant"),
        wrong("u-no-residual", "dL_du = M @ v", factor("s - t") + inside("s - t"), "inner"),
        wrong("u-sum-for-v", "dL_du = (s - t) * M.sum(axis=1)",
              term("(s - t) * M @ (v - 1)") + inside("(M @ v) / M.sum(axis=1)"), "inner"),
        wrong("u-first-column", "dL_du = (s - t) * M[:, 0] * v[0]",
              term("(s - t) * M[:, 1:] @ v[1:]") + says("collapse region", "column0|j=0|first"),
              "missing sum"),
        wrong("v-u-entrywise", "dL_dv[j] = (s - t) * M[0, j] * u[0]",
              term("(s - t) * M[1:].T @ u[1:]") + says("collapse region", "row0|i=0|first"),
              "missing sum"),
        wrong("v-squared-residual", "dL_dv = (s - t)**2 * M.T @ u",
              factor("1/(s - t)") + inside("1 / (s - t)"), "inner"),
        wrong("s-plus", "dL_ds = s + t", term("-2 * t") + term("2 * s", times="-1"), "term sign"),
        wrong("sM-M", "ds_dM = M", inside("np.outer(u, v) / M") + term("np.outer(u, v) - M"),
              "replaced"),
        wrong("sM-columns-reversed", "ds_dM = np.outer(u, v[::-1])",
              says("layout", "revers", fix="formula[:, ::-1]"), "layout"),
    ],
)  # fmt: skip

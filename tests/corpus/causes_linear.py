"""Regressions that are linear inside: ridge, Huber, Poisson, logistic."""

from __future__ import annotations

from tests.corpus.cause_case import table, wrong
from tests.corpus.cause_labels import factor, inside, says, speaks, term

FIRST = "row0|example0|i=0|first"
NO_COST = "symmetric|nocost|nogradient|gradientofno"
CLIPPED = "d = np.clip(r, -delta, delta)\n"
SIGMOID = "s = 1 / (1 + np.exp(-margin))\n"

RIDGE = table(
    "ridge",
    ["dJ_dw = X.T @ (y - t) / n + lam * w", "dJ_dy = (y - t) / n", "dJ_dlam = (w**2).sum() / 2",
     "dJ_dt = (t - y) / n", "dJ_dX = np.outer(y - t, w) / n"],
    [
        wrong("w-no-mean", "dJ_dw = X.T @ (y - t) + lam * w",
              term("lam * w * (1 - 1/n)", times="1/n") + term("X.T @ (y - t) * (1/n - 1)")
              + says("convention", "sumovertheexamples"), "mean"),
        wrong("w-no-l2", "dJ_dw = X.T @ (y - t) / n", term("lam * w")
              + says("convention", "withoutl2"), "missing term"),
        wrong("w-double", "dJ_dw = 2 * X.T @ (y - t) / n + 2 * lam * w",
              factor("1/2") + says("convention", "without1/2"), "constant"),
        wrong("w-data-double", "dJ_dw = 2 * X.T @ (y - t) / n + lam * w",
              term("lam * w / 2", times="1/2") + term("-X.T @ (y - t) / n"), "constant"),
        wrong("w-l2-double", "dJ_dw = X.T @ (y - t) / n + 2 * lam * w", term("-lam * w"),
              "constant"),
        wrong("w-sign", "dJ_dw = X.T @ (t - y) / n - lam * w", factor("-1"), "sign"),
        wrong("w-data-sign", "dJ_dw = X.T @ (t - y) / n + lam * w",
              term("2 * lam * w", times="-1") + term("2 * X.T @ (y - t) / n")
              + says("inside", "readsxwhereitshouldread-x")
              + speaks("layout", "t y"), "term sign"),
        wrong("w-no-target", "dJ_dw = X.T @ y / n + lam * w", term("-X.T @ t / n"),
              "missing term"),
        wrong("w-over-p", "dJ_dw = X.T @ (y - t) / p", term("lam * w", times="p/n"), "mean",
              "missing term"),
        wrong("w-no-l2-double", "dJ_dw = 2 * X.T @ (y - t) / n", term("lam * w", times="1/2"),
              "constant", "missing term"),
        wrong("w-one-example", "dJ_dw = X[0] * (y[0] - t[0]) + lam * w",
              says("collapse region", FIRST) + term("X.T @ (y - t) / n - X[0] * (y[0] - t[0])"),
              "missing sum"),
        wrong("w-no-lam", "dJ_dw = X.T @ (y - t) / n + w", term("(lam - 1) * w"),
              "missing term"),
        wrong("w-reversed", "dJ_dw = (X.T @ (y - t) / n + lam * w)[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("w-l2-shifted", "dJ_dw = X.T @ (y - t) / n + lam * np.roll(w, 1)",
              term("lam * (w - np.roll(w, 1))") + says("integrability", NO_COST)
              + says("layout", "wwithitsentriesshifted"), "index",
              "not a gradient"),
        wrong("y-sign-no-mean", "dJ_dy = t - y", factor("-1/n"), "sign", "mean"),
        wrong("y-double", "dJ_dy[i] = 2 * (y[i] - t[i]) / n", factor("1/2"), "constant"),
        wrong("lam-no-half", "dJ_dlam = (w**2).sum()", factor("1/2"), "constant"),
        wrong("X-no-residual", "dJ_dX = np.outer(y, w) / n", term("-np.outer(t, w) / n"),
              "missing term"),
        wrong("X-no-mean", "dJ_dX[i, j] = (y[i] - t[i]) * w[j]", factor("1/n"), "mean"),
        wrong("X-X-for-w", "dJ_dX = (y - t)[:, None] * X / n",
              inside("w / X") + speaks("layout term", "X w"), "replaced"),
    ],
)  # fmt: skip

HUBER = table(
    "huber",
    [CLIPPED + "dJ_dw = X.T @ d / n", "dloss_dr[i, /] = r[i] if abs(r[i]) <= delta "
     "else delta * np.sign(r[i])"],
    [
        wrong("w-squares", "dJ_dw = X.T @ r / n",
              term("X.T @ (np.clip(r, -delta, delta) - r) / n"), "inner"),
        wrong("w-sign", CLIPPED + "dJ_dw = -X.T @ d / n", factor("-1"), "sign"),
        wrong("w-no-mean", CLIPPED + "dJ_dw = X.T @ d", factor("1/n"), "mean"),
        wrong("w-double", CLIPPED + "dJ_dw = 2 * X.T @ d / n", factor("1/2"), "constant"),
        wrong("r-always-linear", "dloss_dr[i, /] = delta * np.sign(r[i])",
              says("region assumption", "delta"), "region"),
        wrong("r-always-quadratic", "dloss_dr[i, /] = r[i]",
              says("region assumption", "delta"), "region"),
        wrong("r-no-sign", "dloss_dr[i, /] = r[i] if abs(r[i]) <= delta else delta",
              says("region assumption factor", "r_i<|r_c<|r_r<|r<|r>0|delta"), "sign"),
        wrong("r-double-inside", "dloss_dr[i, /] = 2*r[i] if abs(r[i]) <= delta "
              "else delta * np.sign(r[i])", says("region assumption factor", "delta"),
              "constant"),
        wrong("r-no-delta", "dloss_dr[i, /] = r[i] if abs(r[i]) <= delta else np.sign(r[i])",
              says("region assumption factor", "delta"), "region"),
        wrong("r-sign", "dloss_dr = -np.diag(np.clip(r, -delta, delta))", factor("-1"), "sign"),
        wrong("w-no-mean-double", CLIPPED + "dJ_dw = 2 * X.T @ d", factor("1/(2*n)"), "mean",
              "constant"),
    ],
)  # fmt: skip

POISSON = table(
    "poisson",
    ["dNLL_dbeta = X.T @ (rate - count)", "dNLL_deta = rate - count",
     "drate_deta[i, /] = rate[i]", "drate_dbeta = rate[:, None] * X"],
    [
        wrong("beta-sign", "dNLL_dbeta = X.T @ (count - rate)", factor("-1"), "sign"),
        wrong("beta-mean", "dNLL_dbeta = X.T @ (rate - count) / n", factor("n"), "mean"),
        wrong("beta-no-count", "dNLL_dbeta = X.T @ rate", term("-X.T @ count"), "missing term"),
        wrong("beta-no-rate", "dNLL_dbeta = -X.T @ count", term("X.T @ rate"), "missing term"),
        wrong("beta-eta-for-rate", "dNLL_dbeta = X.T @ (eta - count)", term("X.T @ (rate - eta)")
              + speaks("layout term", "eta rate"), "replaced"),
        wrong("beta-plus", "dNLL_dbeta = X.T @ (rate + count)", term("-2 * X.T @ count")
              + term("2 * X.T @ rate", times="-1"), "term sign"),
        wrong("beta-no-count-mean", "dNLL_dbeta = X.T @ rate / n", term("-X.T @ count", times="n"),
              "missing term", "mean"),
        wrong("beta-plus-half", "dNLL_dbeta = X.T @ (rate + count) / 2",
              term("-2 * X.T @ count", times="2")
              + term("2 * X.T @ rate", times="-2"), "term sign", "constant"),
        wrong("beta-first", "dNLL_dbeta = X[0] * (rate[0] - count[0])",
              says("collapse region", FIRST) + term("X[1:].T @ (rate - count)[1:]"),
              "missing sum"),
        wrong("beta-reversed", "dNLL_dbeta = (X.T @ (rate - count))[::-1]",
              says("layout", "revers", fix="formula[::-1]"), "layout"),
        wrong("eta-log-link", "dNLL_deta = 1 - count / rate", inside("rate"), "argument"),
        wrong("eta-one", "dNLL_deta = 1 - count", term("rate - 1"), "inner"),
        wrong("rate-one", "drate_deta[i, /] = 1", inside("rate[:, None]"), "inner"),
        wrong("rate-of-eta", "drate_dbeta = eta[:, None] * X", inside("(rate / eta)[:, None]")
              + speaks("layout", "eta rate"),
              "argument"),
        wrong("rate-no-inner", "drate_dbeta = np.outer(rate, np.ones(p))", inside("X"), "inner"),
        wrong("rate-forward-difference", "h = 1e-4\n"
              "drate_deta = np.diag((np.exp(eta + h) - np.exp(eta)) / h)",
              says("numerics", "difference|step") + factor("1e-4 / (exp(1e-4) - 1)"), "numerics"),
    ],
)  # fmt: skip

LOGISTIC = table(
    "logistic",
    ["dJ_dw = X.T @ (a - t) / n", "dJ_db = (a - t).mean()", "dJ_dz = (a - t) / n",
     "da_dz[i, /] = a[i] * (1 - a[i])", "dJ_da = (a - t) / (a * (1 - a)) / n"],
    [
        wrong("w-sign", "dJ_dw = X.T @ (t - a) / n", factor("-1"), "sign"),
        wrong("w-sum", "dJ_dw = sum((a[i] - t[i]) * X[i] for i in range(n))", factor("1/n"),
              "mean"),
        wrong("w-no-target", "dJ_dw = X.T @ a / n", term("-X.T @ t / n"), "missing term"),
        wrong("w-only-positive", "dJ_dw = -X.T @ (t * (1 - a)) / n",
              term("X.T @ ((1 - t) * a) / n"), "missing term"),
        wrong("w-slope", "dJ_dw = X.T @ ((a - t) * a * (1 - a)) / n",
              term("X.T @ ((a - t) * (1 - a * (1 - a))) / n")
              + says("inside", "da/dz"), "inner"),
        wrong("w-z-for-a", "dJ_dw = X.T @ (z - t) / n", term("X.T @ (a - z) / n")
              + speaks("layout", "z a"),
              "replaced"),
        wrong("w-only-positive-sum", "dJ_dw = -X.T @ (t * (1 - a))",
              term("X.T @ ((1 - t) * a) / n", times="1/n"), "missing term", "mean"),
        wrong("w-l2", "dJ_dw = X.T @ (a - t) / n + w", term("-w"), "extra term"),
        wrong("w-over-p-sign", "dJ_dw = X.T @ (t - a) / p", factor("-p/n"), "sign", "mean"),
        wrong("w-log2", "dJ_dw = X.T @ (a - t) / (n * np.log(2))", factor("ln(2)"), "log base"),
        wrong("b-sum", "dJ_db = (a - t).sum()", factor("1/n"), "mean"),
        wrong("b-no-target", "dJ_db = a.mean()", term("-t.mean()", "-t.sum() / n"),
              "missing term"),
        wrong("b-first", "dJ_db = a[0] - t[0]", says("collapse region term", FIRST),
              "missing sum"),
        wrong("z-slope", "dJ_dz[i] = (a[i] - t[i]) * a[i] * (1 - a[i]) / n",
              inside("1 / (a * (1 - a))"), "inner"),
        wrong("z-no-mean-sign", "dJ_dz = t - a", factor("-1/n"), "sign", "mean"),
        wrong("a-no-second", "dJ_da = -t / (n * a)", term("(1 - t) / (n * (1 - a))",
              "(1 - t) * (1 + np.exp(z)) / n") + says("region", "t_r=0|t_i=0|t=0"),
              "missing term"),
        wrong("a-second-sign", "dJ_da = (-t / a - (1 - t) / (1 - a)) / n",
              term("2 * (1 - t) / (n * (1 - a))", "2 * (1 - t) * (1 + np.exp(z)) / n")
              + term("-2 * t / (n * a)", times="-1")
              + says("region", "t_r=0|t_i=0|t=0", "-1"), "term sign"),
        wrong("a-sign-sum", "dJ_da = t / a - (1 - t) / (1 - a)", factor("-1/n"), "sign", "mean"),
        wrong("a-no-second-sum", "dJ_da = -t / a", term("(1 - t) / (n * (1 - a))",
              "(1 - t) * (1 + np.exp(z)) / n", times="1/n")
              + says("region", "t_r=0|t_i=0|t=0", "1/n"), "missing term", "mean"),
        wrong("az-no-complement", "da_dz[i, /] = a[i]", inside("(1 - a)[:, None]")
              + term("-np.diag(a**2)"), "inner"),
        wrong("az-of-z", "da_dz[i, /] = z[i] * (1 - z[i])",
              inside("(a * (1 - a) / (z * (1 - z)))[:, None]")
              + speaks("layout term", "z a"), "argument"),
    ],
)  # fmt: skip

LOGISTIC_L2 = table(
    "logistic-l2",
    [SIGMOID + "dL_dtheta = -y * (1 - s) * x + mu * theta", SIGMOID + "dL_dmargin = s - 1",
     "dmargin_dtheta = y * x", "dmargin_dx = y * theta"],
    [
        wrong("theta-no-l2", SIGMOID + "dL_dtheta = -y * (1 - s) * x", term("mu * theta"),
              "missing term"),
        wrong("theta-l2-double", SIGMOID + "dL_dtheta = -y * (1 - s) * x + 2 * mu * theta",
              term("-mu * theta"), "constant"),
        wrong("theta-l2-sign", SIGMOID + "dL_dtheta = -y * (1 - s) * x - mu * theta",
              term("2 * mu * theta"), "term sign"),
        wrong("theta-no-y", SIGMOID + "dL_dtheta = -(1 - s) * x + mu * theta",
              term("x * (1 - y) / (1 + np.exp(margin))")
              + says("inside", "x_rbyy"), "inner"),
        wrong("theta-no-l2-sign", SIGMOID + "dL_dtheta = y * (1 - s) * x",
              term("mu * theta", times="-1"), "sign", "missing term"),
        wrong("theta-all-sign", SIGMOID + "dL_dtheta = y * (1 - s) * x - mu * theta",
              factor("-1"), "sign"),
        wrong("theta-l2-of-x", SIGMOID + "dL_dtheta = -y * (1 - s) * x + mu * x",
              term("mu * (theta - x)") + speaks("layout term", "x theta"), "replaced"),
        wrong("theta-no-l2-double", SIGMOID + "dL_dtheta = -2 * y * (1 - s) * x",
              term("mu * theta", times="1/2"), "constant", "missing term"),
        wrong("margin-sign", SIGMOID + "dL_dmargin = 1 - s", factor("-1"), "sign"),
        wrong("margin-sigmoid", SIGMOID + "dL_dmargin = -s", term("2 / (1 + np.exp(-margin)) - 1")
              + inside("np.exp(-margin)"), "argument"),
        wrong("mtheta-no-y", "dmargin_dtheta = x", factor("y") + inside("y"), "inner"),
        wrong("mx-no-y-sign", "dmargin_dx = -theta", factor("-y") + inside("y", times="-1"),
              "inner", "sign"),
        wrong("mx-x", "dmargin_dx = y * x", inside("theta / x") + speaks("layout term", "x theta"),
              "replaced"),
    ],
)  # fmt: skip

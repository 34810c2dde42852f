"""Badly scaled softmax regressions: S = W x + b, J = -sum T ln softmax(S) / m, by W.

The truth is the closed form in extended precision. So is the statement of whether float64 could
have had a useful bound for an entry; its criterion stands at `within_reach`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.corpus.case import hash_noise
from tests.corpus.closed_form import closed_form

MARGIN = 10.0
"""A bound must hold for every rounding, not the typical one: ten times first order."""

USEFUL_OF_ENTRY, USEFUL_OF_ARRAY = 0.01, 1e-7
"""A bound is useful below this fraction of the entry, or of the array's largest entry."""

SHAPE = (5, 7)


@dataclass(frozen=True)
class Regime:
    """How a problem is badly scaled; the defaults are well scaled."""

    name: str
    weights: float = 1.0  # W is multiplied by this
    inputs: float = 1.0  # x is multiplied by this
    mixed: bool = False  # columns of x of sizes 1e-6 to 1e6
    offset: float = 0.0  # added to J
    factor: float = 1.0  # J is multiplied by this
    single: bool = False  # J in float32 throughout
    noise: float = 0.0  # relative noise of J
    shape: tuple[int, int] = SHAPE
    sparse: bool = False  # most of x is 0
    saturated: bool = False  # one class far above the others
    targets: str = "simplex"  # simplex, one_hot or uniform


@dataclass(frozen=True)
class Problem:
    """One draw: a cost of W, the point, the true derivative and where it can be had at all."""

    cost: Callable[[np.ndarray], np.ndarray]
    at: np.ndarray
    truth: np.ndarray  # dJ/dW in longdouble, from the closed form at 50 digits
    reachable: np.ndarray  # mask: float64 could have a useful bound
    silent: np.ndarray  # mask: x_c = 0 or a single class, so that J does not change at all


REGIMES = [
    Regime("well scaled"),
    Regime("uniform targets", targets="uniform"),
    Regime("one-hot targets", targets="one_hot"),
    *[Regime(f"W x {scale:g}", weights=scale) for scale in (1e-6, 1e-3, 1e3, 1e6)],
    *[Regime(f"x x {scale:g}", inputs=scale) for scale in (1e-6, 1e-3, 1e3, 1e6)],
    Regime("W x 1e6, x x 1e-6", weights=1e6, inputs=1e-6),
    Regime("W x 1e-6, x x 1e6", weights=1e-6, inputs=1e6),
    Regime("mixed columns of x", mixed=True),
    Regime("mixed columns, small W", mixed=True, weights=1e-6),
    Regime("J + 1e6", offset=1e6),
    Regime("J + 1e9", offset=1e9),
    Regime("J x 1e-8", factor=1e-8),
    Regime("J x 1e8", factor=1e8),
    Regime("J in float32", single=True),
    Regime("noise 1e-10", noise=1e-10),
    Regime("single row", shape=(1, 12), targets="uniform"),
    Regime("two rows", shape=(2, 12)),
    Regime("single column", shape=(12, 1)),
    Regime("W = 0", weights=0.0),
    Regime("sparse x", sparse=True),
    Regime("saturated", saturated=True),
    Regime("saturated, one-hot", saturated=True, targets="one_hot"),
]


def naive(weights, x, b, targets, mean):
    """-sum T ln softmax(S) / m as it is written; broadcasts over leading axes of W."""
    scores = weights @ x + b
    shares = np.exp(scores) / np.sum(np.exp(scores), axis=-1, keepdims=True)
    return -np.sum(targets * np.log(shares), axis=-1) / mean


def stable(weights, x, b, targets, mean):
    """Return the same with log-sum-exp."""
    scores = weights @ x + b
    shifted = scores - np.max(scores, axis=-1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    return -np.sum(targets * logs, axis=-1) / mean


COSTS = {"naive": naive, "stable": stable}


def problem(regime: Regime, cost: str, rng: np.random.Generator) -> Problem:
    """One draw of `regime` with the cost `naive` or `stable`."""
    inputs = _inputs(regime, rng)
    gradient, slopes, logs = closed_form(*inputs)
    factor = np.longdouble(regime.factor)
    truth = factor * gradient
    error = regime.factor * _rounding(regime, cost, inputs, slopes, logs)
    return Problem(
        _cost(regime, COSTS[cost], inputs),
        inputs[0],
        truth,
        within_reach(truth, error * np.abs(inputs[1])),
        np.broadcast_to(inputs[1] == 0, truth.shape) | (len(truth) == 1),
    )


def within_reach(truth: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Whether float64 could have a useful bound for each entry.

    `best` is the first-order rounding error of J as W[r,c] moves, divided by the natural step
    1/|x_c|, over which S_r changes by 1 and J changes its shape. Ten times it must be useful.
    """
    size = np.abs(truth)
    bound = MARGIN * best
    return (bound <= USEFUL_OF_ENTRY * size) | (bound <= USEFUL_OF_ARRAY * size.max())


def _inputs(regime, rng):
    """W, x, b, T and m; for float32 they are float32 numbers, so that J there is unambiguous."""
    rows, columns = regime.shape
    weights = regime.weights * rng.normal(size=regime.shape)
    x = regime.inputs * rng.normal(size=columns)
    if regime.mixed:
        x = x * 10.0 ** rng.uniform(-6, 6, columns)
    if regime.sparse:
        x = x * (rng.uniform(size=columns) < 0.3)
    b = rng.normal(size=rows)
    if regime.saturated:
        b[rng.integers(rows)] += rng.uniform(10, 60)
    inputs = (weights, x, b, _targets(regime, rng, rows), float(max(rows - 1, 1)))
    if regime.single:
        inputs = tuple(np.float32(array).astype(np.float64) for array in inputs[:4]) + inputs[4:]
    return inputs


def _targets(regime, rng, rows):
    if regime.targets == "simplex":
        return rng.dirichlet(np.ones(rows))
    if regime.targets == "one_hot":
        return np.eye(rows)[rng.integers(rows)]
    return rng.uniform(size=rows)


def _cost(regime, formula, inputs):
    kind = np.float32 if regime.single else np.float64
    x, b, targets = (array.astype(kind) for array in inputs[1:4])

    def cost(weights):
        weights = weights.astype(kind) if regime.single else weights
        with np.errstate(all="ignore"):
            value = formula(weights, x, b, targets, kind(inputs[4]))
            value = kind(regime.factor) * value + kind(regime.offset)
        return value * (1 + regime.noise * hash_noise(value)) if regime.noise else value

    return cost


def _rounding(regime, cost, inputs, slopes, logs):
    """First-order rounding error of J, one row per r, as S_r alone moves.

    What each operation rounds, times its effect on J: the last sum and offset; each T_f ln O_f;
    the softmax or log-sum-exp inside (a sum of at least 1 rounds to eps); and S_r itself through
    dJ/dS_r. Infinite where J is not finite.
    """
    weights, x, b, targets, mean = inputs
    unit = np.finfo(np.float32 if regime.single else np.float64).eps
    value = -np.sum(targets[targets > 0] * logs[targets > 0]) / mean
    scores = weights @ x + b
    with np.errstate(over="ignore"):
        limit = np.finfo(np.float32 if regime.single else np.float64)
        lost = cost == "naive" and (
            np.max(scores) > np.log(float(limit.max)) or np.min(logs) < np.log(float(limit.tiny))
        )
    if lost:
        return np.full((len(b), 1), np.inf)
    inside = 2.0 if cost == "naive" else 1.0 + np.abs(scores - scores.max())
    terms = np.sum(targets * (np.abs(logs) + inside)) / mean
    moved = np.abs(slopes) * (np.abs(weights) @ np.abs(x) + np.abs(b))
    total = abs(value) + abs(regime.offset / regime.factor)
    return (unit * (total + terms + moved) + regime.noise * total)[:, None]

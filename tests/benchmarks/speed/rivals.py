"""What others do with the same work. Each makes ready, untimed, and returns what is to be timed.

A rival returns its numeric gradient, flattened and perhaps a part of it, or whether it accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from tests.benchmarks.speed import work

STACK = 2**22
"""Bytes of a stack of matrices for jax: of several sizes the one that it was fastest with."""

STEP = 1e-6
"""Everybody's step."""

Inputs = dict[str, np.ndarray]


def installed(name: str) -> bool:
    """Whether a package is there."""
    return find_spec(name) is not None


def loop(inputs: Inputs, count: int | None = None) -> Callable[[], np.ndarray]:
    """Differentiate the first `count` entries, one after another: two evaluations each."""
    rest = {name: inputs[name] for name in "xbT"}
    W = inputs["W"].copy()
    flat = W.reshape(-1)
    count = flat.size if count is None else min(count, flat.size)

    def run() -> np.ndarray:
        found = np.empty(count)
        for i in range(count):
            kept = flat[i]
            flat[i] = kept + STEP
            above = work.cost(W, **rest)
            flat[i] = kept - STEP
            found[i] = (above - work.cost(W, **rest)) / (2 * STEP)
            flat[i] = kept
        return found

    return run


def numdifftools(inputs: Inputs) -> Callable[[], np.ndarray]:
    """Extrapolated central differences with an error estimate."""
    import numdifftools

    W, rest = inputs["W"], {name: inputs[name] for name in "xbT"}
    function = numdifftools.Gradient(lambda w: work.cost(w.reshape(W.shape), **rest))
    return lambda: np.asarray(function(W.reshape(-1)))


def scipy(inputs: Inputs) -> Callable[[], np.ndarray]:
    """Adaptive differences with an error estimate; the cost is handed columns of points."""
    from scipy.differentiate import jacobian

    W, rest = inputs["W"], {name: inputs[name] for name in "xbT"}

    def columns(w: np.ndarray) -> np.ndarray:
        points = np.moveaxis(w, 0, -1)
        return work.cost(points.reshape(*points.shape[:-1], *W.shape), **rest)

    return lambda: np.asarray(jacobian(columns, W.reshape(-1)).df)


def torch(inputs: Inputs, fast: bool, wrong: np.ndarray | None = None) -> Callable[[], bool]:
    """torch.autograd.gradcheck, of its own derivative or of a `wrong` one handed to it."""
    import torch

    torch.set_num_threads(1)
    tensors = {name: torch.tensor(value) for name, value in inputs.items()}
    W, x, b, T = (tensors[name] for name in "WxbT")
    other = None if wrong is None else torch.tensor(wrong)

    def function(W: Any) -> Any:
        S = W @ x + b
        return (T * (torch.logsumexp(S, 0) - S)).sum() / (len(S) - 1)

    class Claimed(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, W: Any) -> Any:
            return function(W)

        @staticmethod
        def backward(ctx: Any, grad: Any) -> Any:
            return grad * other

    W.requires_grad_(True)
    checked = function if other is None else Claimed.apply
    return lambda: bool(
        torch.autograd.gradcheck(checked, (W,), fast_mode=fast, raise_exception=False)
    )


def _jax_cost(inputs: Inputs) -> tuple[Any, Any]:
    import jax
    import jax.numpy as jnp
    from jax.scipy.special import logsumexp

    jax.config.update("jax_enable_x64", True)
    W, x, b, T = (jnp.asarray(inputs[name]) for name in "WxbT")

    def function(W: Any) -> Any:
        S = W @ x + b
        return (T * (logsumexp(S) - S)).sum() / (S.size - 1)

    return function, W


def jax_vmap(inputs: Inputs, count: int | None = None) -> Callable[[], np.ndarray]:
    """Jitted central differences, vmapped over stacks of entries that fit the memory."""
    function, W = _jax_cost(inputs)
    import jax
    import jax.numpy as jnp

    count = W.size if count is None else min(count, W.size)
    flat = W.reshape(-1)

    def one(i: Any) -> Any:
        step = jnp.zeros_like(flat).at[i].set(STEP)
        above, below = (
            function((flat + step).reshape(W.shape)),
            function((flat - step).reshape(W.shape)),
        )
        return (above - below) / (2 * STEP)

    stack = max(1, min(count, STACK // (8 * W.size)))
    stacked = jax.jit(jax.vmap(one))
    starts = range(0, count - count % stack or count, stack)

    def run() -> np.ndarray:
        parts = [stacked(jnp.arange(start, start + stack)) for start in starts]
        return np.concatenate([np.asarray(part) for part in parts])

    return run


def jax_check(inputs: Inputs) -> Callable[[], bool]:
    """jax.test_util.check_grads, in reverse mode."""
    function, W = _jax_cost(inputs)
    from jax.test_util import check_grads

    return lambda: _accepts(lambda: check_grads(function, (W,), order=1, modes=["rev"]))


def autograd_check(inputs: Inputs) -> Callable[[], bool]:
    """autograd.test_util.check_grads, in reverse mode."""
    import autograd.numpy as anp
    from autograd.test_util import check_grads

    x, b, T = (inputs[name] for name in "xbT")

    def function(W: Any) -> Any:
        S = anp.dot(W, x) + b
        most = anp.max(S)
        shifted = S - most
        return anp.sum(T * (anp.log(anp.sum(anp.exp(shifted))) - shifted)) / (len(T) - 1)

    return lambda: _accepts(lambda: check_grads(function, modes=["rev"], order=1)(inputs["W"]))


def _accepts(check: Callable[[], Any]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True

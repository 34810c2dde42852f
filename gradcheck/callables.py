"""The library's part for any two callables: a cost, and its gradient."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.cancellation import hidden_rounding
from gradcheck.costs import Arguments, At, Cost
from gradcheck.errors import JudgingError, UsageError, did_you_mean
from gradcheck.evaluate import evaluate
from gradcheck.judge import judge
from gradcheck.limits import METHODS
from gradcheck.opaque import check_by_blocks, wants_blocks
from gradcheck.records import Analytic, Cause, FloatArray, GradientCheck, Judgement, Numeric
from gradcheck.results import own_copies, real_array
from gradcheck.settings import RTOL, SEED, refuse_unless_tolerance

MASKS = (
    "analytic", "numeric", "bound", "allowed", "agree", "disagree", "inconclusive", "doubt",
)  # fmt: skip
"""What a check has of a judgement, of one trial."""


def differentiate(
    cost: Callable[..., Any], at: At, wrt: str | None = None
) -> tuple[FloatArray, FloatArray]:
    """Differentiate a cost by central differences with error bounds.

    Parameters
    ----------
    cost
        Returns a real number, or an array of them.
    at
        The point: a mapping, passed as keywords, or one array, passed alone. Floating-point arrays
        are passed on as float64.
    wrt
        The key of the array to differentiate by; it may be left out where there is only one.

    Returns
    -------
    numeric, bound
        float64 arrays of the shape of `at[wrt]`, with the axes of the cost, if it has any, before.
        The bound is inf where it cannot be known: at a kink, on a staircase, where the slope
        drifts or drowns in noise, where the cost is not finite.

    Raises
    ------
    UsageError
        Where `wrt` is no key of `at`, is missing though there are several, or is not real.
    JudgingError
        Where the cost does not return real numbers. What it raises at the point is passed on.

    Notes
    -----
    Extrapolated central differences (Richardson 1911, Ridders 1982) on a ladder of steps, climbed
    from small to large while the estimates' intervals meet; the noise of the cost is measured on
    the way, after Moré and Wild (2011).

    """
    numeric = Cost(cost, Arguments.of(at, wrt)).differentiate()
    return numeric.values, numeric.bound


def check_gradient(
    cost: Callable[..., Any], gradient: Callable[..., Any], at: At, wrt: str | None = None,
    *, rtol: float = RTOL, method: str = METHODS[0],
) -> GradientCheck:  # fmt: skip
    """Compare a gradient with central differences of its cost, entry by entry.

    `cost`, `at` and `wrt` are those of `differentiate`; `gradient` takes what the cost takes and
    returns an array of the shape of `at[wrt]`. The rule is `gradcheck.settings.RULE`. `method` is
    "entries", "blocks" for screening a huge gradient by random directions, in few evaluations of
    the cost, or "auto" for blocks only where every entry would take over a minute. What blocks
    have found, and could have missed, is in the `screened` of the result.

    Raises JudgingError where the cost is not scalar, or the gradient has another shape or does not
    consist of real numbers, UsageError for an `rtol` that is negative or not finite or a `method`
    that there is not, and what `differentiate` raises.
    """
    if method not in METHODS:
        raise UsageError(f"there is no method `{method}`", remedy=did_you_mean(method, METHODS))
    refuse_unless_tolerance(rtol)
    if not callable(gradient):
        raise UsageError(f"`gradient` is a {type(gradient).__name__}, not a function",
                         remedy="pass a function of what the cost takes")  # fmt: skip
    arguments = Arguments.of(at, wrt)
    function, formula = Cost(cost, arguments), _Gradient(gradient, arguments)
    if function.value.shape:
        raise JudgingError("shape", "the cost does not return a single number")
    with np.errstate(all="ignore"):
        analytic = formula.values()
        if wants_blocks(function.point, method):
            return check_by_blocks(function.point, analytic, formula.hidden, rtol, arguments.wrt)
        found = _judged(analytic, function.differentiate(), formula.hidden, rtol)
    arrays: dict[str, Any] = {name: np.asarray(getattr(found, name)[0]) for name in MASKS}
    search = partial(_causes, cost, gradient, wrt, arguments.wrt, rtol)
    return GradientCheck(**arrays, wrt=arguments.wrt, search=search)


def assert_gradient(
    cost: Callable[..., Any], gradient: Callable[..., Any], at: At, wrt: str | None = None,
    *, rtol: float = RTOL, method: str = METHODS[0],
) -> None:  # fmt: skip
    """Raise AssertionError, with a table of the entries, unless a gradient agrees in every entry.

    An entry that cannot be decided fails too: what was not decided was not passed. The arguments
    and errors are those of `check_gradient`.
    """
    __tracebackhide__ = True
    found = check_gradient(cost, gradient, at, wrt, rtol=rtol, method=method)
    if not found.agree.all():
        from gradcheck.report.assertion import explain

        raise AssertionError(explain(found))


class _Gradient:
    """A gradient as it is called at a point."""

    def __init__(self, function: Callable[..., Any], arguments: Arguments) -> None:
        self._function, self._arguments = function, arguments

    def values(self) -> Analytic:
        """Return what it returns, with its own rounding."""
        return evaluate(self._call, _aligned, self._arguments.values, {}, (SEED,))[0]

    def hidden(self) -> FloatArray:
        """Return the rounding that cancellation in it hides."""
        return hidden_rounding(self._call, _aligned, self._arguments.values, (SEED,))

    def _call(self, sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        shape, wrt = self._arguments.moving.shape, self._arguments.wrt
        for values in sets:
            found = self._arguments.call(self._function, own_copies(values))
            result = real_array(found, "the gradient")
            if result.shape != shape:
                told = f"the gradient has shape {result.shape}; `{wrt}` has shape {shape}"
                raise JudgingError("shape", told)
            yield result


def _aligned(result: npt.NDArray[Any]) -> FloatArray:
    return result.astype(np.float64)


def _judged(
    analytic: Analytic, numeric: Numeric, hidden: Callable[[], FloatArray], rtol: float
) -> Judgement:
    """Judge one trial; what is accused, with the rounding that it hides."""
    found = judge(analytic.as_one_trial(), numeric.as_one_trial(), rtol)
    if found.disagree.any():
        accused = found.disagree[0]
        analytic = replace(analytic, slack=analytic.slack + np.where(accused, hidden(), 0.0))
        found = judge(analytic.as_one_trial(), numeric.as_one_trial(), rtol)
    return found


def _causes(
    cost: Callable[..., Any], gradient: Callable[..., Any], wrt: str | None, name: str,
    rtol: float, sample: Callable[[np.random.Generator], Any], seed: int,
) -> tuple[Cause, ...]:  # fmt: skip
    """Look for causes on the points that `sample` draws."""
    from gradcheck import sampled

    def compare(at: At) -> tuple[GradientCheck, Mapping[str, Any], float]:
        check = check_gradient(cost, gradient, at, wrt, rtol=rtol)
        one = Arguments.of(at, wrt)
        return check, one.values, float(one.call(cost, own_copies(one.values)))

    return sampled.causes(compare, sample, name, rtol, seed)

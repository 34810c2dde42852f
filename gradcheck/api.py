"""The library: check any two callables, or do what the command does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike, fspath
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck import points
from gradcheck.dataclass import dataclass
from gradcheck.differences import Lines, differentiate_lines, line_scales, typical_steps
from gradcheck.errors import JudgingError, UsageError, did_you_mean
from gradcheck.evaluate import evaluate, hidden_rounding
from gradcheck.judge import judge
from gradcheck.limits import METHODS
from gradcheck.moved import Moved
from gradcheck.opaque import check_by_blocks, wants_blocks
from gradcheck.pipeline import check
from gradcheck.problem.repeat import REPEATED, changed
from gradcheck.records import Cause, Doubt, FloatArray, GradientCheck, Numeric, Report
from gradcheck.results import own_copies, real_array
from gradcheck.settings import RTOL, SEED, TRIALS, Only, Settings
from gradcheck.sizes import Expression

Point = Mapping[str, Any] | npt.ArrayLike


def differentiate(
    cost: Callable[..., Any], at: Point, wrt: str | None = None
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
    point = _Point.of(at, wrt)
    numeric = _differentiate(cost, point)
    return numeric.values, numeric.bound


def check_gradient(
    cost: Callable[..., Any], gradient: Callable[..., Any], at: Point, wrt: str | None = None,
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
    if not (np.isfinite(rtol) and rtol >= 0):
        raise UsageError("`rtol` must be a finite number, not below zero")
    point = _Point.of(at, wrt)
    shape = point.moving.shape
    function, own = _cost_point(cost, point)
    if own:
        raise JudgingError("shape", "the cost does not return a single number")

    def call(sets: Iterable[Mapping[str, Any]]) -> Iterator[npt.NDArray[Any]]:
        for values in sets:
            result = real_array(point.call(gradient, own_copies(values)), "the gradient")
            if result.shape != shape:
                told = f"the gradient has shape {result.shape}; `{point.wrt}` has shape {shape}"
                raise JudgingError("shape", told)
            yield result

    def align(result: npt.NDArray[Any]) -> FloatArray:
        return result.astype(np.float64)

    def hidden() -> FloatArray:
        return hidden_rounding(call, align, point.values, (SEED,))

    with np.errstate(all="ignore"):
        analytic, _ = evaluate(call, align, point.values, {}, (SEED,))
        if wants_blocks(function, method):
            return check_by_blocks(function, analytic, hidden, rtol, point.wrt)
        numeric = _every_entry(function, own, _is_fickle(cost, point))
        found = judge(analytic.as_one_trial(), numeric.as_one_trial(), rtol)
        if found.disagree.any():
            analytic = replace(analytic, slack=analytic.slack + hidden())
            found = judge(analytic.as_one_trial(), numeric.as_one_trial(), rtol)
    names = (
        "analytic",
        "numeric",
        "bound",
        "allowed",
        "agree",
        "disagree",
        "inconclusive",
        "doubt",
    )

    def search(sample: Callable[[np.random.Generator], Any], seed: int) -> tuple[Cause, ...]:
        from gradcheck import sampled

        def compare(at: Point) -> tuple[GradientCheck, Mapping[str, Any], float]:
            check = check_gradient(cost, gradient, at, wrt, rtol=rtol)
            one = _Point.of(at, wrt)
            return check, one.values, float(one.call(cost, own_copies(one.values)))

        return sampled.causes(compare, sample, point.wrt, rtol, seed)

    arrays: dict[str, Any] = {name: np.asarray(getattr(found, name)[0]) for name in names}
    return GradientCheck(**arrays, wrt=point.wrt, search=search)


def assert_gradient(
    cost: Callable[..., Any], gradient: Callable[..., Any], at: Point, wrt: str | None = None,
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


def run(
    formula: str | PathLike[str] | Iterable[str | PathLike[str]], *, problem: str | None = None,
    trials: int = TRIALS, seed: int = SEED, sizes: Mapping[str, Expression] | None = None,
    inputs: Mapping[str, str] | None = None, trial: int | None = None, only: str | None = None,
    rtol: float = RTOL, method: str = METHODS[0], causes: bool = True,
) -> Report:  # fmt: skip
    """Check formula files, given by path or catalogue name, as the command `gradcheck run` does.

    `only` selects as `--only` does: "dJ_dW", "dJ_dW__mine" or "dJ_dW[1,2]"; `method` is that of
    `check_gradient`. `causes` is whether to look for the causes of a disagreement. Raises
    UsageError where the command would exit with code 2.
    """
    asked = [formula] if isinstance(formula, str | PathLike) else list(formula)
    settings = Settings(
        problem=problem, sizes=dict(sizes or {}), inputs=dict(inputs or {}), trials=trials,
        seed=seed, trial=trial, only=Only.parse(only) if only is not None else None, rtol=rtol,
        method=method, causes=causes,
    )  # fmt: skip
    return check([fspath(one) for one in asked], settings)


@dataclass(frozen=True)
class _Point:
    """Where a cost is differentiated: its arguments, and the one that moves."""

    values: Mapping[str, Any]
    wrt: str
    alone: bool
    """Whether the cost takes the one array without a name."""

    @classmethod
    def of(cls, at: Point, wrt: str | None) -> "_Point":
        alone = not isinstance(at, Mapping)
        named: Mapping[str, Any] = at if isinstance(at, Mapping) else {wrt or "x": at}
        if wrt is None:
            if len(named) != 1:
                raise UsageError("`wrt` must name the array to differentiate by",
                                 remedy=did_you_mean("", named))  # fmt: skip
            wrt = next(iter(named))
        if wrt not in named:
            raise UsageError(f"`at` has no `{wrt}`", remedy=did_you_mean(wrt, named))
        values = {k: _double(v) for k, v in named.items()}
        moving = np.asarray(values[wrt])
        if moving.dtype.kind not in "fiu":
            raise UsageError(f"`{wrt}` does not hold real numbers")
        return cls({**values, wrt: np.array(moving, dtype=np.float64, order="C")}, wrt, alone)

    @property
    def moving(self) -> FloatArray:
        return np.asarray(self.values[self.wrt])

    def call(self, function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
        return function(values[self.wrt]) if self.alone else function(**values)


def explain(
    formula: str | PathLike[str], *, problem: str | None = None, trials: int = TRIALS,
    seed: int = SEED, sizes: Mapping[str, Expression] | None = None,
    inputs: Mapping[str, str] | None = None, only: str | None = None,
) -> Report:  # fmt: skip
    """Check a formula file and say why it is wrong, as the command `gradcheck explain` does.

    Each result has all causes that were found, those that were refuted, and the smallest case on
    which it disagrees. The arguments are those of `run`.
    """
    settings = Settings(
        problem=problem, sizes=dict(sizes or {}), inputs=dict(inputs or {}), trials=trials,
        seed=seed, only=Only.parse(only) if only is not None else None, causes=True, explain=True,
    )  # fmt: skip
    return check([fspath(formula)], settings)


def _double(value: Any) -> Any:
    """Return floating-point arrays as float64 and everything else as it is."""
    if isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f":
        return np.array(value, dtype=np.float64, order="C")
    return value


def _cost_point(cost: Callable[..., Any], point: _Point) -> tuple[points.Point, tuple[int, ...]]:
    """Return the cost where it is differentiated, along with its shape."""
    own = real_array(point.call(cost, own_copies(point.values)), "the cost").shape
    moving = point.moving
    phi = Moved(lambda values: point.call(cost, values), point.values, point.wrt, own)
    return points.Point(moving, phi.whole, phi), own


def _differentiate(cost: Callable[..., Any], point: _Point) -> Numeric:
    found, own = _cost_point(cost, point)
    return _every_entry(found, own, _is_fickle(cost, point))


def _is_fickle(cost: Callable[..., Any], point: _Point) -> bool:
    """Return whether a cost is another number each time it is called."""
    first, *others = (real_array(point.call(cost, own_copies(point.values)), "the cost")
                      for _ in range(REPEATED))  # fmt: skip
    return any(first.shape != other.shape or changed(first, other) for other in others)


def _every_entry(point: points.Point, own: tuple[int, ...], fickle: bool) -> Numeric:
    """Differentiate by every entry; nothing is known of a cost that is `fickle`."""
    moving, at = point.at, point.at.reshape(1, -1)
    if fickle:
        zero = np.zeros((*own, *moving.shape))
        return Numeric(zero, np.full(zero.shape, np.inf), np.full(zero.shape, Doubt.NOISY))
    scale = line_scales(at)[0]
    slopes = differentiate_lines(Lines(
        phi=point.phi, at=at, scale=scale, origin=np.zeros(scale.size, dtype=np.int64),
        outputs=int(np.prod(own)), typical=typical_steps(scale),
        columns=np.full(scale.shape, moving.shape[-1] if moving.ndim > 1 else 0),
    ))  # fmt: skip
    shape = (*own, *moving.shape)
    return Numeric(
        slopes.values.T.reshape(shape), slopes.bound.T.reshape(shape), slopes.doubt.T.reshape(shape)
    )

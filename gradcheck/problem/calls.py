"""Call the functions of a problem's quantities: once, or for a stack of arguments."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError, ProblemError
from gradcheck.patience import OverdueError, in_time, within
from gradcheck.problem.affine import Affine
from gradcheck.problem.stack import Stacker, fitting
from gradcheck.problem.structure import Quantity
from gradcheck.progress import evaluated
from gradcheck.results import own_copies, read_only, real_array
from gradcheck.source import describe_exception, quietly
from gradcheck.staying import staying

Array = npt.NDArray[Any]
P = ParamSpec("P")
R = TypeVar("R")


_UNDISTURBED: ContextVar[bool] = ContextVar("undisturbed", default=False)


def undisturbed(function: Callable[P, R]) -> Callable[P, R]:
    """Let nothing that quantities print, nor what numpy warns of, nor their end of the process
    disturb anybody meanwhile.
    """

    @wraps(function)
    def calm(*args: P.args, **kwargs: P.kwargs) -> R:
        if _UNDISTURBED.get():
            return function(*args, **kwargs)
        token = _UNDISTURBED.set(True)
        try:
            with quietly(), staying(), np.errstate(all="ignore"):
                return function(*args, **kwargs)
        finally:
            _UNDISTURBED.reset(token)

    return calm


class QuantityCalls:
    """Calls of one problem's quantities. It learns which of them broadcast over a stack."""

    def __init__(self, path: Path, seconds: float | None) -> None:
        """Call quantities that are defined in `path`; one call may take so many seconds."""
        self._path, self._seconds = path, seconds
        self._stacker = Stacker()

    def stack(
        self, quantity: Quantity, arguments: dict[str, Any], stacked: frozenset[str],
        shape: tuple[int, ...], share: float = 0.0,
    ) -> Array:  # fmt: skip
        """Compute a quantity for a stack of arguments: those in `stacked` have one axis more.

        One member is so great a `share` of an evaluation.
        """
        function = quantity.compute
        if isinstance(function, Affine):
            values = function.evaluate(arguments, stacked)
            evaluated(share * len(values))
            return values

        def compute(values: Mapping[str, Any]) -> Array:
            return self.away(quantity, values, shape)

        def together(**values: Any) -> Any:
            return self._called(quantity, function, read_only(values))

        return self._stacker.call(
            quantity.name, together, compute, arguments, stacked, shape, share
        )

    def away(
        self, quantity: Quantity, values: Mapping[str, Any], shape: tuple[int, ...],
        share: float = 0.0,
    ) -> Array:  # fmt: skip
        """Compute a quantity away from the sampled point, where it may well not exist.

        It is NaN throughout then, and where it has another shape. This is so great a `share` of an
        evaluation.
        """
        evaluated(share)
        try:
            value = self.once(quantity, values)
        except OverdueError:
            raise
        except ProblemError:
            return np.full(shape, np.nan)
        return fitting(value, shape)

    def _called(
        self, quantity: Quantity, function: Callable[..., Any], arguments: Mapping[str, Any]
    ) -> Any:
        in_time()
        if self._seconds is None:
            return function(**arguments)
        with within(self._seconds, f"quantity `{quantity.name}`"):
            return function(**arguments)

    def once(self, quantity: Quantity, values: Mapping[str, Any]) -> Array:
        """Compute one quantity once, `undisturbed`, and insist on real numbers."""
        try:
            if isinstance(quantity.compute, Affine):
                value: Any = quantity.compute.evaluate(values, frozenset())
            else:
                value = self._called(quantity, quantity.compute, own_copies(values))
        except OverdueError:
            raise
        except ZeroDivisionError:
            # Plain Python raises where numpy says inf or nan; the cost is not finite there.
            value = np.nan
        except (Exception, SystemExit) as error:
            raise self._fault(quantity, values, error) from error
        try:
            # A copy: it may return the same array again, filled anew.
            return real_array(value, f"quantity `{quantity.name}`").astype(np.float64)
        except JudgingError as error:
            raise ProblemError(error.message, notes=error.notes, remedy=error.remedy) from None

    def _fault(
        self, quantity: Quantity, values: Mapping[str, Any], error: BaseException
    ) -> ProblemError:
        told = describe_exception(error, f"quantity `{quantity.name}`", self._path)
        notes = list(told.notes)
        if isinstance(error, ValueError):
            shapes = ", ".join(f"{k} {np.shape(v)}" for k, v in values.items())
            notes.append(f"it was given the shapes {shapes}")
        return ProblemError(told.message, notes=notes, remedy=told.remedy)

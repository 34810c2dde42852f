"""A cost with any arguments, at the point where it is differentiated by one of them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.differences import Lines, differentiate_lines, line_scales, typical_steps
from gradcheck.errors import UsageError, did_you_mean
from gradcheck.moved import Moved
from gradcheck.points import Point
from gradcheck.problem.repeat import REPEATED, changed
from gradcheck.records import Doubt, FloatArray, Numeric
from gradcheck.results import numpy_kind, own_copies, real_array

UNLIKE = {
    "MaskedArray": "entries of it may be masked",
    "matrix": "its products are not those of arrays",
}
"""Kinds of arrays that cannot be moved, and why."""

At = Mapping[str, Any] | npt.ArrayLike
"""A point: a mapping, passed as keywords, or one array, passed alone."""


@dataclass(frozen=True)
class Arguments:
    """What costs and gradients are called with at a point, and the array that moves."""

    values: Mapping[str, Any]
    wrt: str
    alone: bool
    """Whether the cost takes the one array without a name."""

    @classmethod
    def of(cls, at: At, wrt: str | None) -> "Arguments":
        """Return those of a point. Raises UsageError where nothing real is named to move."""
        alone = not isinstance(at, Mapping)
        named: Mapping[str, Any] = at if isinstance(at, Mapping) else {wrt or "x": at}
        if wrt is None:
            if len(named) != 1:
                raise UsageError("`wrt` must name the array to differentiate by",
                                 remedy=did_you_mean("", named))  # fmt: skip
            wrt = next(iter(named))
        if not isinstance(wrt, str):
            raise UsageError("`wrt` must be the name of one array", remedy=did_you_mean("", named))
        if wrt not in named:
            raise UsageError(f"`at` has no `{wrt}`", remedy=did_you_mean(str(wrt), named))
        kind = numpy_kind(named[wrt], UNLIKE)
        if kind is not None:
            told = f"`{wrt}` is a {kind}: {UNLIKE[kind]}"
            raise UsageError(told, remedy="pass a plain array")
        values = {k: _double(v) for k, v in named.items()}
        try:
            moving = np.asarray(values[wrt])
        except ValueError:
            raise UsageError(f"`{wrt}` is no array: its rows differ in length") from None
        if moving.dtype.kind not in "fiu":
            raise UsageError(f"`{wrt}` does not hold real numbers")
        return cls({**values, wrt: np.array(moving, dtype=np.float64, order="C")}, wrt, alone)

    @property
    def moving(self) -> FloatArray:
        """The array that moves."""
        return np.asarray(self.values[self.wrt])

    def call(self, function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
        """Call a function with these values, by name or alone."""
        return function(values[self.wrt]) if self.alone else function(**values)


class Cost:
    """A cost at a point."""

    def __init__(self, function: Callable[..., Any], arguments: Arguments) -> None:
        """Call once. Raises what it raises, and JudgingError where that is no real numbers."""
        self._function, self.arguments = function, arguments
        self.value = self._again()

    @cached_property
    def point(self) -> Point:
        """The point, as blocks and lines are differentiated at."""
        # Without itself, or a cycle would keep the stacks that are moved in until it is collected.
        arguments, function = self.arguments, self._function
        phi = Moved(
            lambda values: arguments.call(function, values), arguments.values, arguments.wrt,
            self.value.shape,
        )  # fmt: skip
        return Point(arguments.moving, phi.whole, phi)

    def differentiate(self) -> Numeric:
        """Differentiate by every entry: (*shape of the cost, *shape of the array).

        Nothing is known of a cost that is another number each time it is called.
        """
        moving, outputs = self.arguments.moving, self.value.shape
        shape = (*outputs, *moving.shape)
        if self._is_fickle():
            unknown = np.full(shape, Doubt.NOISY, dtype=np.int64)
            return Numeric(np.zeros(shape), np.full(shape, np.inf), unknown)
        at = moving.reshape(1, -1)
        scale = line_scales(at)[0]
        slopes = differentiate_lines(Lines(
            phi=self.point.phi, at=at, scale=scale, origin=np.zeros(scale.size, dtype=np.int64),
            outputs=prod(outputs), typical=typical_steps(scale),
            columns=np.full(scale.shape, moving.shape[-1] if moving.ndim > 1 else 0),
        ))  # fmt: skip
        return slopes.arranged(lambda array: array.T.reshape(shape))

    def _is_fickle(self) -> bool:
        others = (self._again() for _ in range(REPEATED - 1))
        return any(
            self.value.shape != other.shape or changed(self.value, other) for other in others
        )

    def _again(self) -> npt.NDArray[Any]:
        arguments = self.arguments
        found = arguments.call(self._function, own_copies(arguments.values))
        return real_array(found, "the cost")


def _double(value: Any) -> Any:
    """Return floating-point arrays as float64 of their own class, everything else as it is."""
    if isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f":
        return np.array(value, dtype=np.float64, order="C", subok=True)
    return value

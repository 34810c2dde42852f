"""Causes for any two callables, from points that the user draws."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.diagnose import diagnose
from gradcheck.errors import GradcheckError, UsageError
from gradcheck.probing import certain
from gradcheck.records import (
    Cause,
    Draws,
    FloatArray,
    Formula,
    GradientCheck,
    Name,
    Numeric,
    Sizes,
    Subject,
)

Values = Mapping[str, Any]
Compared = Callable[[Any], tuple[GradientCheck, Values, float]]
"""A point, as the user gives it, to the comparison there, its arguments by name and the cost."""

DRAWN = 120
"""Points that are drawn at first, to see which shapes there are."""

SHAPES = 4
"""Shapes that are looked at, the most frequent first."""

DRAWN_AS = "as sampled"


def causes(
    compare: Compared, sample: Callable[[np.random.Generator], Any], wrt: str, rtol: float,
    seed: int,
) -> tuple[Cause, ...]:  # fmt: skip
    """Return why a gradient disagrees, each cause tested on fresh points; empty if unknown.

    Raises UsageError where a sample cannot be passed to the cost, and what the cost, the gradient
    and the sample raise.
    """
    return diagnose(_Sampled(compare, sample, wrt, rtol, seed).subject()).causes


@dataclass(frozen=True)
class _Sampled:
    """Points grouped by the shapes of their arrays."""

    compare: Compared
    sample: Callable[[np.random.Generator], Any]
    wrt: str
    rtol: float
    seed: int

    @cached_property
    def shapes(self) -> tuple[Mapping[str, tuple[int, ...]], ...]:
        """The most frequent shapes of the arrays."""
        rng = np.random.default_rng(self.seed)
        seen = Counter(tuple(self._shapes(self.sample(rng)).items()) for _ in range(DRAWN))
        return tuple(dict(shapes) for shapes, _ in seen.most_common(SHAPES))

    def _shapes(self, point: Any) -> dict[str, tuple[int, ...]]:
        if not isinstance(point, Mapping):
            point = {self.wrt: point}
        if self.wrt not in point:
            raise UsageError(f"a sample has no `{self.wrt}`")
        shapes = {k: v.shape for k, v in _numbers(point).items()}
        if self.wrt not in shapes:
            raise UsageError(f"`{self.wrt}` does not hold real numbers in a sample")
        return shapes

    @cached_property
    def axes(self) -> dict[tuple[int, ...], str]:
        """What an axis is, by its length in each of the shapes, and what its length is called."""
        found: dict[tuple[int, ...], str] = {}
        for name, shape in self.shapes[0].items():
            for axis in range(len(shape)):
                lengths = tuple(s.get(name, shape)[axis] for s in self.shapes)
                if len(lengths) > 1 and len(set(lengths)) == 1:
                    continue  # no size, but a number: it is the same in all shapes
                found.setdefault(lengths, _axis(name, axis, len(shape)))
        return found

    @cached_property
    def offered(self) -> tuple[Sizes, ...]:
        """The sizes that there are, those of the most frequent shapes first."""
        return tuple({name: lengths[i] for lengths, name in self.axes.items()}
                     for i in range(len(self.shapes)))  # fmt: skip

    def subject(self) -> Subject:
        """Return what the diagnosis needs to know."""
        names = tuple(self.shapes[0])
        numerator = next(n for n in ("J", "cost", "the_cost") if n not in names)
        drawn = dict.fromkeys(names, DRAWN_AS)
        return Subject(
            formula=Formula("gradient", Name(numerator, self.wrt), None, (), names, {}),
            sizes=self.offered[0], free=(), least={}, inputs=drawn,
            declared=dict.fromkeys(names, (DRAWN_AS,)), dependencies={numerator: names},
            alternatives=(), own=None, entries=self._entries,
            probe=lambda sizes, _, seed, trials: self._probe(sizes, seed, trials, numerator),
            probe_at=_nowhere, values_at=_nowhere, seed=self.seed, rtol=self.rtol,
            offered=self.offered,
        )  # fmt: skip

    def _entries(self, sizes: Sizes) -> int:
        return int(np.prod(self.shapes[self.offered.index(sizes)][self.wrt]))

    def _probe(self, sizes: Sizes, seed: int, trials: int, numerator: str) -> Draws:
        """Return points of one shape, drawn until there are enough of them."""
        wanted = self.shapes[self.offered.index(sizes)]
        rng = np.random.default_rng((self.seed, seed))
        found = []
        for _ in range(DRAWN * max(1, trials)):
            point = self.sample(rng)
            if self._shapes(point) == wanted:
                found.append(self.compare(point))
            if len(found) == trials:
                return self._draws(sizes, found, numerator)
        raise GradcheckError("the sample draws too few points of this shape")

    def _draws(
        self, sizes: Sizes, found: list[tuple[GradientCheck, Values, float]], numerator: str
    ) -> Draws:
        checks = [check for check, _, _ in found]

        def stacked(name: str) -> npt.NDArray[Any]:
            return np.stack([getattr(check, name) for check in checks])

        analytic, numeric, bound = map(stacked, ("analytic", "numeric", "bound"))
        with np.errstate(all="ignore"):
            rule = bound + self.rtol * np.fmax(np.abs(analytic), np.abs(numeric))
            slack = np.fmax(stacked("allowed") - rule, 0.0)
        arrays = [_numbers(values) for _, values, _ in found]
        values = {name: np.stack([one[name] for one in arrays]) for name in arrays[0]}
        values[numerator] = np.array([cost for _, _, cost in found])
        told = ", ".join(f"{k} = {v}" for k, v in sizes.items())
        return Draws(
            sizes=sizes, values=values, analytic=analytic, slack=slack, numeric=numeric,
            bound=bound, known=certain(Numeric(numeric, bound, stacked("doubt"))),
            disagree=stacked("disagree"), partial=_nowhere, alternative=_nowhere,
            resembles=lambda _: False, called=_nowhere, told=told,
        )  # fmt: skip


def _nowhere(*_: Any) -> Any:
    raise GradcheckError("the cost is known only where it was sampled")


def _numbers(point: Values) -> dict[str, FloatArray | npt.NDArray[Any]]:
    """Return the arguments that are real numbers or arrays of them."""
    arrays = {name: np.asarray(value) for name, value in point.items()}
    return {name: array for name, array in arrays.items() if array.dtype.kind in "fiu"}


def _axis(name: str, axis: int, count: int) -> str:
    """Name the length of an axis: `length_x`, `rows_W`, `columns_W`."""
    name = re.sub(r"\W", "_", name)
    if count == 1:
        return f"length_{name}"
    return f"{('rows', 'columns')[axis]}_{name}" if count == 2 else f"axis{axis}_{name}"

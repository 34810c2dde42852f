"""What formulas are compared with: the trials of one problem, and their numeric derivatives.

Everything here is computed once for a problem, sizes, distributions and seed, and shared by all the
formulas that are checked against it.
"""

from collections.abc import Iterable, Mapping
from math import prod

import numpy as np

from gradcheck.differences import differentiate_lines, line_scales
from gradcheck.distributions import Distribution
from gradcheck.formula import Vocabulary
from gradcheck.points import Point
from gradcheck.problem import Evaluator, Problem
from gradcheck.records import Doubt, FloatArray, IntArray, Name, Numeric, Sizes
from gradcheck.sampling import sample_inputs


class Reference:
    """A problem at given sizes, with its inputs drawn for some trials."""

    def __init__(
        self, problem: Problem, sizes: Sizes, distributions: Mapping[str, Distribution], seed: int,
        trials: tuple[int, ...], seconds: float | None = None,
        inputs: Mapping[str, np.ndarray] | None = None,
    ) -> None:  # fmt: skip
        """Draw the inputs, unless they are given with an axis for the trials before all others.

        `seconds` is what a quantity may take for one call.
        """
        self.problem = problem
        self.sizes = sizes
        self.distributions = {name: d.name for name, d in distributions.items()}
        self._evaluator = Evaluator(problem, sizes, seconds)
        if inputs is None:
            inputs = sample_inputs(distributions, sizes, seed, trials)
        self.sample = self._evaluator.sample(inputs, trials)
        self._numeric: dict[Name, Numeric] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that a formula may use."""
        values = self.sample.values
        order = (*self.problem.inputs, *self.problem.declared)
        return Vocabulary(
            shapes={name: values[name].shape[1:] for name in order},
            inputs=tuple(self.problem.inputs),
            sizes=frozenset(self.sizes),
            integers=frozenset(name for name in order if values[name].dtype.kind in "iu"),
        )

    def numeric(self, name: Name) -> Numeric:
        """Return a derivative by central differences, shape (trials, *numerator, *denominator)."""
        if name not in self._numeric:
            self.prepare([name])
        return self._numeric[name]

    def prepare(self, names: Iterable[Name]) -> None:
        """Differentiate what is not yet known; derivatives of one quantity are taken together."""
        missing = dict.fromkeys(name for name in names if name not in self._numeric)
        for name in missing:
            if not self._depends(name):
                self._numeric[name] = self._zero(name)
        for numerator in dict.fromkeys(name.numerator for name in missing):
            together = [n for n in missing if n.numerator == numerator and self._depends(n)]
            if together:
                self._differentiate(numerator, [name.denominator for name in together])

    def scalar(self, name: Name) -> bool:
        """Return whether a derivative is that of a single number which does depend on the array."""
        return self.sample.values[name.numerator][0].size == 1 and self._depends(name)

    def point(self, name: Name, position: int) -> Point:
        """Return one trial of a single number as a cost of the array that it is derived by."""
        numerator, denominator = name.numerator, name.denominator
        at = self.sample.values[denominator][position].astype(np.float64)

        def cost(entries: FloatArray) -> float:
            moved = entries.reshape(1, *at.shape).copy()
            value = self._evaluator.moved(self.sample, numerator, denominator, position, moved)
            return float(value.reshape(-1)[0])

        def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
            numbered = lines + position * at.size
            return self._evaluator.along(self.sample, numerator, denominator, numbered, positions)

        return Point(at, cost, phi)

    def _differentiate(self, numerator: str, denominators: list[str]) -> None:
        """Differentiate one quantity along the entries of several arrays, in all trials."""
        trials = len(self.sample.trials)
        moved = [self.sample.values[d].astype(np.float64).reshape(trials, -1) for d in denominators]
        ends = np.cumsum([array.size for array in moved])
        starts = ends - [array.size for array in moved]
        outputs = self.sample.values[numerator][0].size

        def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
            values = np.empty((lines.size, outputs))
            for name, start, end in zip(denominators, starts, ends, strict=True):
                mine = (start <= lines) & (lines < end)
                if mine.any():
                    values[mine] = self._evaluator.along(
                        self.sample, numerator, name, lines[mine] - start, positions[mine]
                    )
            return values

        at = np.concatenate([array.reshape(-1) for array in moved])
        scale = np.concatenate([line_scales(array).reshape(-1) for array in moved])
        slopes = differentiate_lines(phi, at, scale, outputs)
        for name, start, end in zip(denominators, starts, ends, strict=True):
            derivative = Name(numerator, name)
            self._numeric[derivative] = self._arranged(derivative, slopes, slice(start, end))

    def _arranged(self, name: Name, slopes: Numeric, part: slice) -> Numeric:
        """From (lines, outputs) to (trials, *numerator, *denominator)."""
        own = self.sample.values[name.numerator].shape[1:]
        moved = self.sample.values[name.denominator].shape

        def arrange(array: np.ndarray) -> np.ndarray:
            by_trial = array[part].reshape(moved[0], prod(moved[1:]), -1).swapaxes(1, 2)
            return by_trial.reshape(moved[0], *own, *moved[1:])

        return Numeric(arrange(slopes.values), arrange(slopes.bound), arrange(slopes.doubt))

    def _zero(self, name: Name) -> Numeric:
        own = self.sample.values[name.numerator].shape
        zero = np.zeros(own + self.sample.values[name.denominator].shape[1:])
        return Numeric(zero, zero, np.full(zero.shape, Doubt.NONE, dtype=np.int64))

    def _depends(self, name: Name) -> bool:
        same = name.numerator == name.denominator
        return same or name.numerator in self.problem.downstream(name.denominator)

"""What formulas are compared with: the trials of one problem, and their numeric derivatives.

Everything here is computed once for a problem, sizes, distributions and seed, and shared by all the
formulas that are checked against it.
"""

from collections.abc import Mapping

import numpy as np

from gradcheck.differences import differentiate_lines, line_scales
from gradcheck.distributions import Distribution
from gradcheck.formula import Vocabulary
from gradcheck.problem import Evaluator, Problem
from gradcheck.records import Doubt, Name, Numeric, Sizes
from gradcheck.sampling import sample_inputs


class Reference:
    """A problem at given sizes, with its inputs drawn for some trials."""

    def __init__(
        self, problem: Problem, sizes: Sizes, distributions: Mapping[str, Distribution], seed: int,
        trials: tuple[int, ...],
    ) -> None:  # fmt: skip
        self.problem = problem
        self.sizes = sizes
        self.distributions = {name: d.name for name, d in distributions.items()}
        self._evaluator = Evaluator(problem, sizes)
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
            self._numeric[name] = self._differentiate(name)
        return self._numeric[name]

    def _differentiate(self, name: Name) -> Numeric:
        moved = self.sample.values[name.denominator].astype(np.float64)
        own = self.sample.values[name.numerator].shape[1:]
        trials, shape = moved.shape[0], moved.shape[1:]
        if not self._depends(name):
            zero = np.zeros((trials, *own, *shape))
            return Numeric(zero, zero, np.full(zero.shape, Doubt.NONE, dtype=np.int64))
        at = moved.reshape(trials, -1)
        slopes = differentiate_lines(
            lambda lines, x: self._evaluator.along(
                self.sample, name.numerator, name.denominator, lines, x
            ),
            at.reshape(-1), line_scales(at).reshape(-1), int(np.prod(own)),
        )  # fmt: skip

        def arrange(array: np.ndarray) -> np.ndarray:
            """From (lines, outputs) to (trials, *numerator, *denominator)."""
            by_trial = array.reshape(trials, at.shape[1], -1).swapaxes(1, 2)
            return by_trial.reshape(trials, *own, *shape)

        return Numeric(arrange(slopes.values), arrange(slopes.bound), arrange(slopes.doubt))

    def _depends(self, name: Name) -> bool:
        same = name.numerator == name.denominator
        return same or name.numerator in self.problem.downstream(name.denominator)

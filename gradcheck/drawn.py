"""A problem with its inputs drawn, for tests of code that gradcheck does not load itself."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck import catalogue
from gradcheck.errors import UsageError, did_you_mean
from gradcheck.problem import Evaluator, Problem
from gradcheck.records import Sizes
from gradcheck.reference import Reference
from gradcheck.references import References
from gradcheck.settings import SEED, whole_number
from gradcheck.sizes import Expression


class DrawnProblem:
    """A problem at given sizes with one draw of its inputs, such as `check_gradient` takes."""

    def __init__(self, problem: Problem, reference: Reference) -> None:
        self.sizes: Sizes = reference.sizes
        """The value of each size."""
        values = {name: array[0] for name, array in reference.sample.values.items()}
        self.at: dict[str, npt.NDArray[Any]] = {k: values[k].copy() for k in problem.inputs}
        """The inputs by name."""
        self.values: Mapping[str, npt.NDArray[Any]] = values
        """The inputs, and every quantity at them."""
        self._evaluator = Evaluator(problem, reference.sizes)
        plain = reference.vocabulary.plain
        self._scalar = plain.numerator if plain is not None else None

    def cost(self, **inputs: npt.ArrayLike) -> float:
        """Return the problem's last scalar quantity at inputs that are given by name."""
        if self._scalar is None:
            raise UsageError("the problem has no scalar quantity")
        return float(self.quantity(self._scalar)(**inputs))

    def quantity(self, name: str) -> Callable[..., npt.NDArray[Any]]:
        """Return a function of the inputs, by name, that computes a quantity."""
        if name not in self.values:
            raise UsageError(f"there is no quantity `{name}`",
                             remedy=did_you_mean(name, self.values))  # fmt: skip

        def compute(**inputs: npt.ArrayLike) -> npt.NDArray[Any]:
            arrays = {k: np.asarray(inputs[k])[None] for k in self.at}
            return np.asarray(self._evaluator.sample(arrays, (0,)).values[name][0])

        return compute


def draw(
    problem: str, *, seed: int = SEED, trial: int = 0,
    sizes: Mapping[str, Expression] | None = None, inputs: Mapping[str, str] | None = None,
) -> DrawnProblem:  # fmt: skip
    """Draw the inputs of a problem, by its name in the catalogue or its path, as trial N does.

    `sizes` and `inputs` are those of `gradcheck.run`. Raises UsageError where there is no such
    problem, size, input, distribution or trial.
    """
    number = whole_number("trial", trial, 0)
    located = catalogue.find_problem(problem)
    found = References().load(located)
    chosen = found.resolve_sizes({}, dict(sizes or {}), located.shown)
    distributions = found.choose_distributions(dict(inputs or {}))
    return DrawnProblem(found, Reference(found, chosen, distributions, seed, (number,)))

"""What formulas are compared with: the trials of one problem, and their numeric derivatives.

Everything here is computed once for a problem, sizes, distributions and seed, and shared by all the
formulas that are checked against it.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from gradcheck.distributions import Distribution
from gradcheck.formula import Vocabulary
from gradcheck.plain import differentiate_plain, differentiate_together
from gradcheck.points import Point
from gradcheck.problem import Evaluator, Problem
from gradcheck.problem.calls import undisturbed
from gradcheck.problem.paths import find_paths
from gradcheck.problem.repeat import fickle_quantities
from gradcheck.records import Doubt, FloatArray, IntArray, Name, Numeric, Sizes
from gradcheck.sampling import sample_inputs
from gradcheck.shared import differentiate_shared


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
        self._remarks: dict[Name, str] = {}

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

    def remarks(self, name: Name) -> tuple[str, ...]:
        """Return what was noticed while a derivative was taken that is worth a note."""
        return (self._remarks[name],) if name in self._remarks else ()

    @undisturbed
    def prepare(self, names: Iterable[Name]) -> None:
        """Differentiate what is not yet known; derivatives of one quantity are taken together."""
        missing = dict.fromkeys(name for name in names if name not in self._numeric)
        for name in missing:
            if not self._depends(name):
                self._numeric[name] = self._zero(name)
            elif name.numerator in self._fickle:
                self._numeric[name] = self._unknown(name)
                self._remarks[name] = (
                    f"`{name.numerator}` is not deterministic: computed again, it is another number"
                )
        open_names = [name for name in missing if name not in self._numeric]
        for name in open_names:
            shared, remark = differentiate_shared(
                self._evaluator, self.sample, name, differentiate_plain
            )
            if remark is not None:
                self._remarks[name] = remark
            if shared is not None:
                self._numeric[name] = self._arranged(name, shared)
        for numerator in dict.fromkeys(name.numerator for name in open_names):
            together = [
                n for n in open_names if n.numerator == numerator and n not in self._numeric
            ]
            if together:
                found = differentiate_together(self._evaluator, self.sample, together)
                for name, numeric in found.items():
                    self._numeric[name] = self._arranged(name, numeric)

    def scalar(self, name: Name) -> bool:
        """Return whether a derivative is that of a single number which does depend on the array."""
        return self.sample.values[name.numerator][0].size == 1 and self._depends(name)

    def through(self, name: Name) -> Name:
        """Return the derivative by the layer that an array enters, if by that alone.

        To differentiate by the array takes as long as that, not as long as its entries would.
        """
        paths = find_paths(self.problem, name.numerator, name.denominator)
        if len(paths.affine) == 1 and not paths.direct:
            return Name(name.numerator, paths.affine[0].quantity.name)
        return name

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

    def _arranged(self, name: Name, slopes: Numeric) -> Numeric:
        """From (trials, outputs, entries) to (trials, *numerator, *denominator)."""
        own = self.sample.values[name.numerator].shape
        shape = own + self.sample.values[name.denominator].shape[1:]
        return Numeric(
            slopes.values.reshape(shape), slopes.bound.reshape(shape), slopes.doubt.reshape(shape)
        )

    def _zero(self, name: Name) -> Numeric:
        own = self.sample.values[name.numerator].shape
        zero = np.zeros(own + self.sample.values[name.denominator].shape[1:])
        return Numeric(zero, zero, np.full(zero.shape, Doubt.NONE, dtype=np.int64))

    @cached_property
    def _fickle(self) -> frozenset[str]:
        return fickle_quantities(self._evaluator, self.sample)

    def _unknown(self, name: Name) -> Numeric:
        """Return the derivative of what is another number each time."""
        zero = self._zero(name).values
        return Numeric(zero, np.full(zero.shape, np.inf), np.full(zero.shape, Doubt.NOISY))

    def _depends(self, name: Name) -> bool:
        same = name.numerator == name.denominator
        return same or name.numerator in self.problem.downstream(name.denominator)

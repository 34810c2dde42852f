"""Evaluate quantities: for every trial, and along lines on which one entry of one array moves."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError, ProblemError
from gradcheck.patience import OverdueError, within
from gradcheck.problem.affine import Affine
from gradcheck.problem.stack import STACK_BYTES, Stacker
from gradcheck.problem.structure import Problem, Quantity
from gradcheck.progress import evaluated
from gradcheck.records import FloatArray, IntArray, Sample, Sizes
from gradcheck.results import own_copies, read_only, real_array
from gradcheck.source import describe_exception, quietly

SPREAD_BYTES = 2**15
"""A stack holds lines of several trials only while one line's arrays are smaller than this: beyond,
copying the arrays that do not move costs more than the calls that are saved."""

Array = npt.NDArray[Any]


class Evaluator:
    """A problem's quantities on given sizes. It learns which of them broadcast over a stack."""

    def __init__(self, problem: Problem, sizes: Sizes, seconds: float | None = None) -> None:
        """Evaluate at given sizes; `seconds` is what a quantity may take for one call."""
        self.problem = problem
        self.sizes = sizes
        self._seconds = seconds
        self._stacker = Stacker()

    @quietly()
    def sample(self, inputs: Mapping[str, Array], trials: tuple[int, ...]) -> Sample:
        """Compute every quantity for every trial from inputs of shape (trials, *shape)."""
        values: dict[str, Array] = dict(inputs)
        for quantity in self.problem.quantities.values():
            each = [
                self._compute(quantity, {k: self._pick(values, k, t) for k in quantity.parameters})
                for t in range(len(trials))
            ]
            shapes = {value.shape for value in each}
            if len(shapes) > 1:
                raise ProblemError(f"quantity `{quantity.name}` changes its shape between trials")
            values[quantity.name] = np.stack(each)
        return Sample(self.sizes, trials, values)

    def _pick(self, values: Mapping[str, Array], name: str, trial: int) -> Any:
        return self.sizes[name] if name in self.sizes else values[name][trial]

    @quietly()
    def along(
        self, sample: Sample, numerator: str, denominator: str, lines: IntArray, at: FloatArray
    ) -> FloatArray:
        """Return `numerator` where entry `lines[i]` of `denominator` is `at[i]`.

        Lines number the entries of all trials, trial by trial; all else is as sampled. The result
        has the shape (n, size of the numerator).
        """
        moved = sample.values[denominator]
        entries = moved[0].size
        chain = self._chain(numerator, denominator)
        size = sample.values[numerator][0].size
        result = np.empty((lines.size, size))
        for part in self._parts(sample, chain, denominator, lines // entries):
            trials, where = lines[part] // entries, lines[part] % entries
            stack = np.array(moved[trials], dtype=np.float64)
            stack.reshape(stack.shape[0], -1)[np.arange(where.size), where] = at[part]
            value = self._follow(sample, chain, {denominator: stack}, trials, numerator)
            result[part] = value.reshape(value.shape[0], -1)
        return result

    @quietly()
    def moved(
        self, sample: Sample, numerator: str, denominator: str, position: int, stack: Array
    ) -> Array:
        """Return `numerator` in one trial where the whole of `denominator` is another, stacked.

        Shapes (1, *shape) of the denominator and of the numerator.
        """
        chain = self._chain(numerator, denominator)
        return self._follow(sample, chain, {denominator: stack}, np.array([position]), numerator)

    def _chain(self, numerator: str, denominator: str) -> list[Quantity]:
        """Return the quantities on the way from `denominator` to `numerator`, in order."""
        moving = self.problem.downstream(denominator)
        needed: set[str] = {numerator}
        chain = []
        for quantity in reversed(list(self.problem.quantities.values())):
            if quantity.name in needed and quantity.name in moving:
                needed.update(quantity.parameters)
                chain.append(quantity)
        return chain[::-1]

    def _parts(
        self, sample: Sample, chain: list[Quantity], denominator: str, trials: IntArray
    ) -> Iterator[slice]:
        """Cut lines into stacks that fit the cache, within one trial where the arrays are large."""
        names = {denominator}.union(*(q.parameters for q in chain), (q.name for q in chain))
        arrays = [sample.values[name] for name in names if name in sample.values]
        each = sum(array[0].nbytes for array in arrays) or 8
        limit = max(1, STACK_BYTES // each)
        if each > SPREAD_BYTES:
            edges = [0, *(np.flatnonzero(np.diff(trials)) + 1).tolist(), trials.size]
        else:
            edges = [0, trials.size]
        for start, stop in pairwise(edges):
            for begin in range(start, stop, limit):
                yield slice(begin, min(begin + limit, stop))

    def _follow(
        self, sample: Sample, chain: list[Quantity], stacks: dict[str, Array], trials: IntArray,
        numerator: str,
    ) -> Array:  # fmt: skip
        """Recompute the chain on stacks; what does not move is stacked too if trials differ."""
        one_trial = bool((trials == trials[0]).all())
        for quantity in chain:
            arguments: dict[str, Any] = {}
            stacked = set()
            for name in quantity.parameters:
                if name in self.sizes:
                    arguments[name] = self.sizes[name]
                elif name in stacks or not one_trial:
                    stacked.add(name)
                    arguments[name] = stacks.get(name)
                    if arguments[name] is None:
                        arguments[name] = sample.values[name][trials]
                else:
                    arguments[name] = sample.values[name][trials[0]]
            shape = sample.values[quantity.name].shape[1:]
            stacks[quantity.name] = self._stack(
                quantity, arguments, frozenset(stacked), shape, 1 / len(chain)
            )
        return stacks[numerator]

    def _moved(self, quantity: Quantity, values: Mapping[str, Any]) -> Array:
        """Compute a quantity away from the sampled point, where it may well not exist: NaN then."""
        try:
            return self._compute(quantity, values)
        except OverdueError:
            raise
        except ProblemError:
            return np.array(np.nan)

    def _stack(
        self, quantity: Quantity, arguments: dict[str, Any], stacked: frozenset[str],
        shape: tuple[int, ...], share: float,
    ) -> Array:  # fmt: skip
        if isinstance(quantity.compute, Affine):
            values = quantity.compute.evaluate(arguments, stacked)
            evaluated(share * len(values))
            return values

        def compute(values: Mapping[str, Any]) -> Array:
            return self._moved(quantity, values)

        function = quantity.compute

        def together(**values: Any) -> Any:
            with self._within(quantity):
                return function(**read_only(values))

        return self._stacker.call(
            quantity.name, together, compute, arguments, stacked, shape, share
        )

    def _within(self, quantity: Quantity) -> AbstractContextManager[None]:
        return within(self._seconds, f"quantity `{quantity.name}`")

    def _compute(self, quantity: Quantity, values: Mapping[str, Any]) -> Array:
        """Compute one quantity once, and insist on real numbers."""
        try:
            with np.errstate(all="ignore"), self._within(quantity):
                if isinstance(quantity.compute, Affine):
                    value: Any = quantity.compute.evaluate(values, frozenset())
                else:
                    value = quantity.compute(**own_copies(values))
        except OverdueError:
            raise
        except ZeroDivisionError:
            # Plain Python raises where numpy says inf or nan; the cost is not finite there.
            value = np.nan
        except (Exception, SystemExit) as error:
            raise self._fault(quantity, values, error) from error
        try:
            return real_array(value, f"quantity `{quantity.name}`").astype(np.float64, copy=False)
        except JudgingError as error:
            raise ProblemError(error.message, notes=error.notes, remedy=error.remedy) from None

    def _fault(
        self, quantity: Quantity, values: Mapping[str, Any], error: BaseException
    ) -> ProblemError:
        told = describe_exception(error, f"quantity `{quantity.name}`", self.problem.path)
        notes = list(told.notes)
        if isinstance(error, ValueError):
            shapes = ", ".join(f"{k} {np.shape(v)}" for k, v in values.items())
            notes.append(f"it was given the shapes {shapes}")
        return ProblemError(told.message, notes=notes, remedy=told.remedy)

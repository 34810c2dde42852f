"""Evaluate quantities: for every trial, and along lines on which one entry of one array moves."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import ProblemError
from gradcheck.problem.calls import QuantityCalls, undisturbed
from gradcheck.problem.stack import STACK_BYTES
from gradcheck.problem.structure import Problem, Quantity
from gradcheck.records import FloatArray, IntArray, Sample, Sizes

SPREAD_BYTES = 2**15
"""A stack holds lines of several trials only while one line's arrays are smaller than this: beyond,
copying the arrays that do not move costs more than the calls that are saved."""

ALONE_BYTES = 2**18
"""Lines whose arrays are larger are moved one by one, in place: that costs less than copies."""

COPIED_BYTES = 2**17
"""To copy less takes no longer than to find out whether that is needed."""

Array = npt.NDArray[Any]


class Evaluator:
    """A problem's quantities on given sizes."""

    def __init__(self, problem: Problem, sizes: Sizes, seconds: float | None = None) -> None:
        """Evaluate at given sizes; `seconds` is what a quantity may take for one call."""
        self.problem = problem
        self.sizes = sizes
        self._seconds = seconds
        self.calls = QuantityCalls(problem.path, seconds)

    def of(self, problem: Problem) -> "Evaluator":
        """Return an evaluator of another problem of the same sizes."""
        return Evaluator(problem, self.sizes, self._seconds)

    @undisturbed
    def sample(self, inputs: Mapping[str, Array], trials: tuple[int, ...]) -> Sample:
        """Compute every quantity for every trial from inputs of shape (trials, *shape)."""
        values: dict[str, Array] = dict(inputs)
        for quantity in self.problem.quantities.values():
            values[quantity.name] = self.for_trials(quantity, values, len(trials))
        return Sample(self.sizes, trials, values)

    def for_trials(self, quantity: Quantity, values: Mapping[str, Array], trials: int) -> Array:
        """Compute one quantity for some trials from values of shape (trials, *shape)."""
        each = [
            self.calls.once(quantity, {k: self._pick(values, k, t) for k in quantity.parameters})
            for t in range(trials)
        ]
        if len({value.shape for value in each}) > 1:
            raise ProblemError(f"quantity `{quantity.name}` changes its shape between trials")
        return np.array(each)

    def _pick(self, values: Mapping[str, Array], name: str, trial: int) -> Any:
        return self.sizes[name] if name in self.sizes else values[name][trial]

    @undisturbed
    def along(
        self, sample: Sample, numerator: str, denominator: str, lines: IntArray, at: FloatArray
    ) -> FloatArray:
        """Return `numerator` where entry `lines[i]` of `denominator` is `at[i]`.

        Lines number the entries of all trials, trial by trial; all else is as sampled. The result
        has the shape (n, size of the numerator).
        """
        moved = sample.values[denominator]
        trials, where = np.divmod(lines, moved[0].size)
        way = self.problem.chain(numerator, denominator)
        result = np.empty((lines.size, sample.values[numerator][0].size))
        each = self._bytes_of_one(sample, way, denominator)
        if each > ALONE_BYTES:
            for trial in dict.fromkeys(trials.tolist()):
                own = np.flatnonzero(trials == trial)
                result[own] = self.displaced(
                    sample, numerator, denominator, trial, where[own, None], at[own, None]
                )
            return result
        for part in _parts(trials, each):
            stack = np.array(moved[trials[part]], dtype=np.float64)
            stack.reshape(stack.shape[0], -1)[np.arange(len(stack)), where[part]] = at[part]
            value = self._follow(sample, way, {denominator: stack}, trials[part], numerator)
            result[part] = value.reshape(value.shape[0], -1)
        return result

    @undisturbed
    def displaced(
        self, sample: Sample, numerator: str, denominator: str, trial: int, where: IntArray,
        at: FloatArray,
    ) -> FloatArray:  # fmt: skip
        """Return `numerator` in one trial where some entries of `denominator` are moved at once.

        `where` numbers the entries of n times, and `at` has their positions; both have the shape
        (n, entries). The result has the shape (n, size of the numerator).
        They are moved in place, and put back: copies of a large array cost more than calls.
        """
        way = self.problem.chain(numerator, denominator)
        moved = _own(sample, denominator, trial)
        flat = moved.reshape(-1)
        result = np.empty((len(at), sample.values[numerator][0].size))
        for i, (entries, to) in enumerate(zip(where, at, strict=True)):
            start = flat[entries]
            try:
                flat[entries] = to
                result[i] = self._once(sample, way, {denominator: moved}, trial)[numerator].ravel()
            finally:
                flat[entries] = start
        return result

    def _once(
        self, sample: Sample, way: tuple[Quantity, ...], moved: dict[str, Array], trial: int
    ) -> dict[str, Array]:
        """Recompute the chain in one trial, where some arrays are others."""
        values = dict(moved)
        for quantity in way:
            arguments = {
                name: values[name] if name in values else self._pick(sample.values, name, trial)
                for name in quantity.parameters
            }
            shape = sample.values[quantity.name].shape[1:]
            values[quantity.name] = self.calls.away(quantity, arguments, shape, 1 / len(way))
        return values

    @undisturbed
    def moved(
        self, sample: Sample, numerator: str, denominator: str, position: int, stack: Array
    ) -> Array:
        """Return `numerator` in one trial where the whole of `denominator` is another, stacked.

        Shapes (1, *shape) of the denominator and of the numerator.
        """
        way = self.problem.chain(numerator, denominator)
        return self._follow(sample, way, {denominator: stack}, np.array([position]), numerator)

    @staticmethod
    def _bytes_of_one(sample: Sample, way: tuple[Quantity, ...], denominator: str) -> int:
        """Return what the arrays of one line take that is moved by itself."""
        names = {denominator}.union(*(q.parameters for q in way), (q.name for q in way))
        arrays = [sample.values[name] for name in names if name in sample.values]
        return sum(array[0].nbytes for array in arrays) or 8

    def _follow(
        self, sample: Sample, way: tuple[Quantity, ...], stacks: dict[str, Array], trials: IntArray,
        numerator: str,
    ) -> Array:  # fmt: skip
        """Recompute the chain on stacks; what does not move is stacked too if trials differ."""
        one_trial = bool((trials == trials[0]).all())
        for quantity in way:
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
            stacks[quantity.name] = self.calls.stack(
                quantity, arguments, frozenset(stacked), shape, 1 / len(way)
            )
        return stacks[numerator]


def _own(sample: Sample, name: str, trial: int) -> Array:
    """Return one trial of an array, to be moved: a copy only if others would move along."""
    array: Array = sample.values[name][trial]
    if array.nbytes <= COPIED_BYTES:
        return np.array(array, dtype=np.float64)
    others = (other for known, other in sample.values.items() if known != name)
    alone = array.dtype == np.float64 and array.flags.writeable and array.flags.c_contiguous
    if alone and not any(np.may_share_memory(array, other) for other in others):
        return array
    return np.array(array, dtype=np.float64)


def _parts(trials: IntArray, each: int) -> Iterator[slice]:
    """Cut lines into stacks that fit the cache, within one trial where the arrays are large."""
    limit = max(1, STACK_BYTES // each)
    edges = [0, trials.size]
    if each > SPREAD_BYTES:
        edges = [0, *(np.flatnonzero(np.diff(trials)) + 1).tolist(), trials.size]
    for start, stop in pairwise(edges):
        for begin in range(start, stop, limit):
            yield slice(begin, min(begin + limit, stop))

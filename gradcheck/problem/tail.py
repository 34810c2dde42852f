"""What follows an affine layer, as a function of the layer's entries: the part that lines share."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.problem.calls import undisturbed
from gradcheck.problem.evaluate import Evaluator
from gradcheck.problem.moves import Moves
from gradcheck.problem.rounding import rounded_otherwise
from gradcheck.problem.stack import STACK_BYTES
from gradcheck.records import FloatArray, IntArray, Sample

Array = npt.NDArray[Any]


class Tail:
    """A quantity's value where an affine layer moves along lines, started in several roundings.

    Line i of trial t in variant v is number (v * trials + t) * lines + i.
    """

    def __init__(
        self, evaluator: Evaluator, sample: Sample, numerator: str, layer: str, variants: int
    ) -> None:
        self.evaluator, self.sample, self.numerator, self.layer = (
            evaluator, sample, numerator, layer
        )  # fmt: skip
        self.way = evaluator.problem.chain(numerator, layer)
        self.trials = len(sample.trials)
        self.outputs = prod(sample.values[numerator].shape[1:])
        moving = {quantity.name for quantity in self.way}
        beside = {name for q in self.way for name in q.parameters if name not in {layer, *moving}}
        self.rounded = rounded_otherwise(evaluator, sample, [layer, *sorted(beside)], variants)
        if layer not in self.rounded:
            raise ValueError(f"`{layer}` is no quantity")
        self.start = self.rounded[layer]
        self.alike = self.trials == 1 and not beside & self.rounded.keys()
        stacked = {layer} | moving | (beside if self.trials > 1 else set())
        row = sum(sample.values[name].nbytes for name in stacked & sample.values.keys())
        self.limit = max(1, STACK_BYTES * self.trials // max(row, 8))

    @undisturbed
    def along(self, moves: Moves, lines: IntArray, positions: FloatArray) -> FloatArray:
        """Return the numerator where the layer has moved to `positions` on its lines.

        The result has the shape (len(lines), outputs).
        """
        where, which = np.divmod(lines, moves.lines)
        start = self.start.reshape(-1, *self.start.shape[2:])
        result = np.empty((lines.size, self.outputs))
        for part in self._parts(where):
            stack = start[where[part]]
            moves.move(stack, where[part], which[part], positions[part])
            value = self._follow(stack, where[part])
            result[part] = value.reshape(value.shape[0], -1)
        return result

    def _parts(self, where: IntArray) -> Iterator[slice]:
        """Cut lines into stacks that fit the cache, of one point each where stacks are full."""
        edges = [0, where.size]
        if where.size > self.limit and not self.alike:
            edges = [0, *(np.flatnonzero(np.diff(where)) + 1).tolist(), where.size]
            if min(stop - start for start, stop in pairwise(edges)) * len(edges) < self.limit:
                edges = [0, where.size]
        for start, stop in pairwise(edges):
            # Equal parts, half too large at most: a small rest costs as many calls as a full stack.
            parts = max(1, round((stop - start) / self.limit))
            cuts = [start + (stop - start) * i // parts for i in range(parts + 1)]
            yield from (slice(*cut) for cut in pairwise(cuts))

    def _follow(self, stack: Array, where: IntArray) -> Array:
        """Recompute what follows on a stack of values of the layer."""
        stacks: dict[str, Array] = {self.layer: stack}
        one = int(where[0]) if self.alike or bool((where == where[0]).all()) else None
        for quantity in self.way:
            arguments: dict[str, Any] = {}
            stacked = set()
            for name in quantity.parameters:
                if name in stacks:
                    arguments[name] = stacks[name]
                    stacked.add(name)
                else:
                    arguments[name], many = self._beside(name, where, one)
                    if many:
                        stacked.add(name)
            shape = self.sample.values[quantity.name].shape[1:]
            stacks[quantity.name] = self.evaluator.calls.stack(
                quantity, arguments, frozenset(stacked), shape
            )
        return stacks[self.numerator]

    def _beside(self, name: str, where: IntArray, one: int | None) -> tuple[Any, bool]:
        """Return an argument that does not move, and whether it is stacked as it differs."""
        if name in self.sample.sizes:
            return self.sample.sizes[name], False
        values: Mapping[str, Array] = self.sample.values
        if name in self.rounded:
            array = self.rounded[name].reshape(-1, *self.rounded[name].shape[2:])
            return (array[where], True) if one is None else (array[one], False)
        if self.trials == 1:
            return values[name][0], False
        if one is None:
            return values[name][where % self.trials], True
        return values[name][one % self.trials], False

"""Call a formula in its worker: sets of arguments in, results out, few messages between.

A formula that returns single entries is called with arrays of all indices where that gives the same
values, and entry by entry otherwise: all of them while that is affordable, else a random sample.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.errors import JudgingError
from gradcheck.records import BoolArray, Formula, Index
from gradcheck.results import other_shape
from gradcheck.worker import Calls, Worker

Array = npt.NDArray[Any]
Arguments = Mapping[str, Any]

MESSAGE_BYTES = 2**22
"""Sets of arguments travel together up to this size."""

MESSAGE_SETS, MESSAGE_SECONDS = 256, 0.2
"""And up to this number, and as long as their results do not take longer: a progress line is to
move. What comes of it must not depend on which sets travel together, for that depends on the pace
of the machine."""

MESSAGE_ARRAYS = 2**12
"""And up to this number of arrays, each of which has its name and shape in the message's head."""

FEW = 64
"""Entries up to which calling one by one costs no more than finding out whether it is needed."""

SPOT_CHECKS, LATER_CHECKS = 64, 4
"""Random entries, besides the corners, on which the two ways of calling are compared: in the first
call, and in each later one."""

ALIKE = 1e-12
"""Relative difference up to which they are the same: numpy's vector loops round differently."""

SINGLE_CALLS = 300_000
"""Calls of single entries for one formula before a sample has to do: some seconds' worth."""

DEFECTS = frozenset({"raised", "shape", "dtype", "memory"})
"""What may be wrong with a call by arrays that is right with a call by numbers."""


class FormulaCalls:
    """Calls one formula, and remembers what was seen on the way."""

    def __init__(
        self, worker: Worker, formula: Formula, room: int, planned: int, seed: int
    ) -> None:
        self._worker = worker
        self._formula = formula
        self._room = room
        self._planned = planned
        self._rng = np.random.default_rng((seed, len(formula.name)))
        self._grid: bool | None = None
        self._shape: tuple[int, ...] | None = None
        self._seconds = MESSAGE_SECONDS
        """What a call takes: a single one tells it."""
        self.sampled: tuple[Index, ...] = ()
        """The entries that are called, where not all can be."""
        self.changed: dict[str, None] = {}
        """The arguments that the formula changed."""
        self.single = False
        """Whether it computed in single precision."""

    def whole(self, sets: Iterable[Arguments]) -> Iterator[Array]:
        """Yield the result for each set of arguments, where the formula returns whole arrays."""
        for array in self._send(sets, None, grid=False):
            if self._shape is None:
                self._shape = array.shape
            if array.shape != self._shape:
                raise other_shape(self._formula.function, self._shape, array.shape)
            yield array

    def entries(self, sets: Iterable[Arguments], shape: tuple[int, ...]) -> Iterator[Array]:
        """Yield the entries for each set of arguments, where the formula returns single ones.

        Entries that were not called are NaN.
        """
        for batch in _batches(sets):
            yield from self._entries(batch, shape)

    def singly(self, arguments: Arguments, shape: tuple[int, ...], at: Sequence[Index]) -> Array:
        """Return some entries, each from a call of its own; shape (len(at),)."""
        return next(self._send([arguments], shape, grid=False, at=tuple(at)))

    def distrust(self, shape: tuple[int, ...]) -> None:
        """Call entry by entry from now on."""
        self._grid = False
        self._plan(shape)

    @property
    def by_grid(self) -> bool:
        """Whether the formula is called with arrays of indices."""
        return bool(self._grid)

    def mask(self, shape: tuple[int, ...]) -> BoolArray | None:
        """Return which entries are called, None where all are."""
        if not self.sampled:
            return None
        mask = np.zeros(shape, dtype=np.bool_)
        mask[tuple(np.transpose(self.sampled))] = True
        return mask

    def _entries(self, batch: list[Arguments], shape: tuple[int, ...]) -> Iterator[Array]:
        if self._grid is None:
            self._grid = prod(shape) > FEW and self._same_by_grid(batch[0], shape, SPOT_CHECKS)
            if not self._grid:
                self._plan(shape)
        elif self._grid and not self._same_by_grid(batch[0], shape, LATER_CHECKS):
            self.distrust(shape)
        if self._grid or not self.sampled:
            yield from self._send(batch, shape, grid=bool(self._grid))
            return
        for values in self._send(batch, shape, grid=False, at=self.sampled):
            found = np.full(shape, np.nan, dtype=values.dtype)
            found[tuple(np.transpose(self.sampled))] = values
            yield found

    def _same_by_grid(self, arguments: Arguments, shape: tuple[int, ...], count: int) -> bool:
        """Return whether a call with arrays of indices gives what single calls give."""
        try:
            together = next(self._send([arguments], shape, grid=True))
        except JudgingError as error:
            if error.kind in DEFECTS:
                return False
            raise
        corners = product(*({0, n - 1} for n in shape))
        at = [*corners, *(tuple(int(self._rng.integers(n)) for n in shape) for _ in range(count))]
        alone = self.singly(arguments, shape, at)
        return alike(together[tuple(np.transpose(at))], alone)

    def _plan(self, shape: tuple[int, ...]) -> None:
        """Choose the entries to be called, where there are too many for calling all."""
        size = prod(shape)
        affordable = max(FEW, SINGLE_CALLS // max(1, self._planned))
        if size > affordable:
            chosen = np.sort(self._rng.choice(size, affordable, replace=False))
            places = np.transpose(np.unravel_index(chosen, shape))
            self.sampled = tuple(tuple(map(int, place)) for place in places)

    def _send(
        self, sets: Iterable[Arguments], shape: tuple[int, ...] | None, *, grid: bool,
        at: tuple[Index, ...] = (),
    ) -> Iterator[Array]:  # fmt: skip
        entries = len(at) or prod(shape or self._shape or ())
        for batch in _batches(sets, lambda: self._most(entries)):
            calls = Calls(
                self._formula.function, self._room, shape=self._shape if shape is None else None,
                entries=shape, grid=grid, indices=at,
            )  # fmt: skip
            began = perf_counter()
            values = self._worker.evaluate(calls, batch)
            self._seconds = (perf_counter() - began) / len(batch)
            self.changed |= dict.fromkeys(values.changed)
            for array in values.arrays:
                self.single = self.single or array.dtype == np.float32
                yield array

    def _most(self, entries: int) -> int:
        """Return how many sets of arguments, at most, travel together, for so large results."""
        in_time = MESSAGE_SECONDS / max(self._seconds, MESSAGE_SECONDS / MESSAGE_SETS)
        in_size = MESSAGE_BYTES / (8 * max(1, entries))
        return max(1, int(min(in_time, in_size)))


def alike(one: Array, other: Array) -> bool:
    """Return whether two results are the same but for the last places."""
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        close = np.abs(one - other) <= ALIKE * np.fmax(np.abs(one), np.abs(other))
    return bool((close | (one == other) | (np.isnan(one) & np.isnan(other))).all())


def _batches(
    sets: Iterable[Arguments], most: Callable[[], int] = lambda: MESSAGE_SETS
) -> Iterator[list[Arguments]]:
    """Put sets of arguments together that fit into one message, not more than `most` says."""
    batch: list[Arguments] = []
    size = 0
    for one in sets:
        mine = sum(np.asarray(value).nbytes for value in one.values())
        most_sets = min(most(), MESSAGE_ARRAYS // max(1, len(one)))
        if batch and (size + mine > MESSAGE_BYTES or len(batch) >= most_sets):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += mine
    if batch:
        yield batch

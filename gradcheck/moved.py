"""A cost as a function of single entries of one array: many at once, or in place one by one.

Where the cost broadcasts over leading axes it is called for a stack of copies of the array, in each
of which one entry is moved. The stack is made once: what was moved is put back. Where the cost does
not broadcast, one copy serves: an entry is moved, and put back as it was.
"""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck.problem.stack import STACK_BYTES, Stacker, fitting
from gradcheck.records import FloatArray, IntArray
from gradcheck.results import own_copies, read_only, real_array

Array = npt.NDArray[Any]
Cost = Callable[[Mapping[str, Any]], Any]
"""The cost, of its arguments by name."""

AT_ONCE_BYTES = 4 * STACK_BYTES
"""Size of a stack: a whole cost takes long enough to call that fewer calls matter more than what
the nearest cache holds."""

FEWEST = 16
"""Copies of the array that must fit into a stack for it to pay."""

CACHE_LINE = 64
"""Bytes of a line of a cache. A stack begins with one: kernels read vectors as long as that, and
take a seventh more time where each is in two lines."""


class Moved:
    """The values of a cost where one entry of an array is moved."""

    def __init__(
        self, cost: Cost, values: Mapping[str, Any], wrt: str, shape: tuple[int, ...]
    ) -> None:
        """Move the entries of `values[wrt]`; `shape` is that of the cost."""
        self._cost, self._values, self._wrt, self._shape = cost, values, wrt, shape
        self._at: FloatArray = np.asarray(values[wrt])
        self._stacker = Stacker()
        self._most = AT_ONCE_BYTES // max(self._at.nbytes, 8)
        self._stack: FloatArray = np.empty((0, *self._at.shape))
        self._lengths = {n for value in values.values() for n in np.shape(value)}
        self._alone = self._at.copy()
        self._careful = False
        self._fixed = read_only({name: v for name, v in values.items() if name != wrt})

    def __call__(self, lines: IntArray, positions: FloatArray) -> FloatArray:
        """Return the cost where entry `lines[i]` is `positions[i]`, shape (len(lines), size)."""
        result = np.empty((lines.size, prod(self._shape)))
        start = 0
        while start < lines.size and self._most >= FEWEST and self._broadcasts:
            part = slice(start, min(start + self._most, lines.size))
            result[part] = self._together(lines[part], positions[part])
            start = part.stop
        with np.errstate(all="ignore"):
            for i in range(start, lines.size):
                result[i] = self._one(lines[i], positions[i])
        return result

    def whole(self, entries: FloatArray) -> float:
        """Return a cost of one number where all entries, in a row, are these."""
        moved = entries.reshape(self._at.shape)
        value = self._checked({**self._values, self._wrt: moved})
        return float(value) if value.shape == self._shape else np.nan

    @property
    def _broadcasts(self) -> bool:
        return not self._stacker.refused("cost", frozenset({self._wrt}))

    def _together(self, lines: IntArray, positions: FloatArray) -> FloatArray:
        """Call the cost for a stack, padded to a length that no axis has."""
        count = lines.size
        while count in self._lengths:
            count += 1
        if len(self._stack) < count:
            self._stack = _copies(self._at, count)
        rows = self._stack.reshape(len(self._stack), -1)
        places = np.arange(lines.size), lines
        rows[places] = positions
        try:
            values = self._stacker.call(
                "cost", self._stacked, self._singly,
                {**self._values, self._wrt: self._stack[:count]}, frozenset({self._wrt}),
                self._shape,
            )  # fmt: skip
            # The cost may return what it was given, which is about to change.
            return values[: lines.size].reshape(lines.size, -1).copy()
        finally:
            rows[places] = self._at.reshape(-1)[lines]

    def _stacked(self, **values: Any) -> Any:
        """Call the cost for a stack."""
        return self._cost(self._with(values[self._wrt]))

    def _with(self, moved: FloatArray) -> dict[str, Any]:
        """Return arguments that the cost cannot change: it fails if it tries."""
        return {**self._fixed, **read_only({self._wrt: moved})}

    def _singly(self, values: Mapping[str, Any]) -> FloatArray:
        """Call the cost for a member of a stack."""
        if not self._careful:
            try:
                return np.asarray(self._plainly(values[self._wrt])).reshape(self._shape)
            except Exception:  # as in `_one`
                self._careful = True
        return fitting(self._checked(values), self._shape)

    def _checked(self, values: Mapping[str, Any]) -> FloatArray:
        try:
            return real_array(self._cost(own_copies(values)), "the cost").astype(np.float64)
        except Exception:  # away from the point the cost may well not exist
            return np.array(np.nan)

    def _one(self, line: int, position: float) -> Array | float:
        """Call the cost with one entry moved."""
        flat = self._alone.reshape(-1)
        saved = flat[line]
        flat[line] = position
        try:
            if not self._careful:
                try:
                    return self._plainly(self._alone)
                except Exception:  # it may write to its argument, or not exist here
                    self._careful = True
            value = self._checked({**self._values, self._wrt: self._alone})
        finally:
            flat[line] = saved
        return value.reshape(-1) if value.shape == self._shape else np.nan

    def _plainly(self, moved: FloatArray) -> Array | float:
        """Call the cost with arguments that it cannot change, and as little else as possible."""
        value = self._cost(self._with(moved))
        if type(value) is np.float64 and not self._shape:
            return float(value)
        array = real_array(value, "the cost")
        return array.astype(np.float64).reshape(-1) if array.shape == self._shape else np.nan


def _copies(array: FloatArray, count: int) -> FloatArray:
    """Return a stack of copies, which begins with a line of a cache."""
    room = np.empty(count * array.nbytes + CACHE_LINE, dtype=np.uint8)
    start = -room.__array_interface__["data"][0] % CACHE_LINE
    stack = room[start : start + count * array.nbytes].view(np.float64)
    stack = stack.reshape(count, *array.shape)
    stack[...] = array
    return stack

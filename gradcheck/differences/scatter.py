"""How noisy a function is, as a few steps on many lines show it."""

import numpy as np

from gradcheck.differences.tableau import ORDERS, RATIO
from gradcheck.records import FloatArray, IntArray

TYPICAL = 4.0
"""Few steps show little of the noise of one line, so it counts as at least this many times what is
typical of all lines: the largest of forty values is about four times their median."""


def columns_of(slopes: FloatArray) -> list[FloatArray]:
    """Return the columns of the tableau: column j has a row for each step from the j-th on."""
    columns = [slopes]
    for order in range(1, min(ORDERS, len(slopes))):
        weight = RATIO ** (2 * order)
        last = columns[-1]
        columns.append((weight * last[:-1] - last[1:]) / (weight - 1))
    return columns


def scattered(
    slopes: FloatArray, even: FloatArray, size: FloatArray
) -> tuple[list[FloatArray], FloatArray]:
    """Return the columns of slopes, and how much the function's values scatter.

    All have the shape (rows, lines, outputs). The even parts of the function scatter as well, and
    show it in as many rows more. Both are worked on at once, as if they were of other lines.
    """
    lines, square = slopes.shape[1], size * size
    columns = columns_of(np.concatenate([slopes, even / square], axis=1))
    found = _scatter_of(columns, np.concatenate([size, square], axis=1))
    rows = np.concatenate([found[:, :lines], found[:, lines:]])
    return [column[:, :lines] for column in columns], rows


def _scatter_of(columns: list[FloatArray], weight: FloatArray) -> FloatArray:
    """Return how much what was divided by `weight` scatters.

    As in `tableau.disagreement`, in every row but the first two, which have too few columns, and
    those of the large steps, where all columns may show truncation.
    """
    least = np.abs(columns[0][1:] - columns[0][:-1])
    least *= weight[:-1]
    for order, column in enumerate(columns[1:-1], start=1):
        moved = np.abs(column[1:] - column[:-1])
        moved *= weight[: -order - 1]
        np.fmin(least[order:], moved, out=least[order:])
    return least[1 : 1 + len(weight) // 2]


def stairs_of(moved: FloatArray) -> FloatArray | None:
    """Return how coarsely values are rounded that begin to move late, shape (lines, outputs).

    `moved` has the shape (2, steps, lines, outputs). Where a value does not move at a step, but at
    the next, it is rounded to about that movement. None where all move at every step.
    """
    still, later = moved[:, :-1] == 0, moved[:, 1:]
    if not still.any():
        return None
    return np.asarray(np.where(still, np.abs(later), 0.0).max(axis=(0, 1)))


def typical_of(relative: FloatArray, point: IntArray) -> FloatArray:
    """Return what noise, relative to the value, is typical of the lines from the same point.

    `relative` has the shape (rows, lines, outputs), the result (lines, outputs), or none if it is
    the same for all.
    """
    outputs = relative.shape[-1]
    moved = (relative > 0) & (relative < np.inf)
    if not moved.any():
        return np.zeros(())
    found = relative[moved]
    if outputs == 1 and not point.any():  # as below, of one group
        found.sort()
        return np.asarray(TYPICAL * found[found.size // 2])
    group = point[:, None] * outputs + np.arange(outputs)
    where = np.broadcast_to(group, relative.shape)[moved]
    found = found[np.lexsort((found, where))]
    count = np.bincount(where, minlength=int(group.max(initial=0)) + 1)
    middle = np.cumsum(count) - count + count // 2
    typical = np.zeros(count.shape)
    typical[count > 0] = found[middle[count > 0]]
    return np.asarray(TYPICAL * typical[group])

"""Extrapolation of central differences to step zero, one row of the tableau for each step.

Source: Richardson (1911); the error estimate follows Ridders (1982), who takes an element's
distance from the elements that it was made of.
"""

import numpy as np

from gradcheck.records import FloatArray

RATIO = 3.7
"""Each step is this many times the one before. A ratio near 4 needs half the evaluations of 2 to
span the same decades, and costs only a factor of about 1.5 in the smallest error that can be
reached. It is no power of 2, or the values of a line or a parabola would round alike at all steps
and hide how much they round."""

ORDERS = 4
"""Columns of the tableau. Column j removes the error terms h^2 ... h^(2j); beyond h^8 the smallest
of the steps, which carries the rounding, gets too small to pay."""

AMPLIFICATION = 1.18
"""The sum of the absolute weights of any column, at most: what extrapolation does to rounding."""

COLUMNS = np.arange(ORDERS)


def extend(previous: FloatArray, difference: FloatArray) -> FloatArray:
    """Return the next row, shape (..., ORDERS), NaN where there are too few steps for a column.

    `previous` is the row of the step before; `difference`, shape (...), is the central difference
    at the new step, which is RATIO times larger.
    """
    row = np.empty_like(previous)
    row[..., 0] = difference
    for column in range(1, ORDERS):
        weight = RATIO ** (2 * column)
        row[..., column] = (weight * previous[..., column - 1] - row[..., column - 1]) / (
            weight - 1
        )
    return row


def truncation_errors(previous: FloatArray, row: FloatArray) -> FloatArray:
    """Return an error estimate for each element of `row`, same shape, NaN where there is none.

    A column's estimate may not fall below what the column before it leaves when the terms of its
    series stay equal in size: at steps beyond the function's own scale two elements can agree by
    chance, while the columns before them show that nothing has converged.
    """
    errors = np.empty_like(row)
    # What the smaller step has left of the error term is missing from the distance.
    errors[..., 0] = np.abs(row[..., 0] - previous[..., 0]) / (1 - RATIO**-2)
    lower = np.abs(row[..., 1:] - row[..., :-1])
    earlier = np.abs(row[..., 1:] - previous[..., :-1])
    errors[..., 1:] = np.maximum(lower, earlier)
    for column in range(2, ORDERS):
        inherited = errors[..., column - 1] / RATIO ** (2 * column)
        errors[..., column] = np.maximum(errors[..., column], inherited)
    return errors


def disagreement(previous: FloatArray, row: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the least weighted distance between neighbouring rows over the columns, shape (...).

    Where rounding dominates, every column scatters by it, whatever the function; where truncation
    does, the highest column shows least of it. So the least distance, times the power of the step
    by which rounding was divided (`weights`), measures the noise of the function's values.
    """
    distance = np.abs(row - previous) * weights
    least = np.fmin.reduce(distance, axis=-1)
    return np.where(np.isfinite(least), least, 0.0)


def smallest_steps(step: FloatArray) -> FloatArray:
    """Return the smallest step in each column's elements, shape (..., ORDERS)."""
    return step[..., None] / RATIO**COLUMNS

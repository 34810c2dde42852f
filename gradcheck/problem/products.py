"""From slopes in the entries of an affine layer to those in the entries of its operands.

The layer is `left @ right + offset`. An entry (i, j) of the left factor acts on row i of the layer,
times row j of the right factor, and so on: for a single example W[r,c] acts on S_r, times x_c.
"""

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray, Numeric

Array = npt.NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)

NO_DOUBT = np.int64(Doubt.NONE).tobytes()
"""What every entry of an array without doubts refers to."""


@dataclass(frozen=True, eq=False)
class Factor:
    """The other factor, as it multiplies slopes from the right, shape (trials, inner, columns)."""

    values: FloatArray
    off: FloatArray | None = None
    """By how much rounding may have moved it, same shape; None where it is exact."""

    def swapped(self) -> "Factor":
        """Return it transposed."""
        off = None if self.off is None else np.swapaxes(self.off, -1, -2)
        return Factor(np.swapaxes(self.values, -1, -2), off)


def spread(slopes: Numeric, factor: Factor) -> Numeric:
    """Multiply slopes of shape (trials, outputs, rows, columns) by a factor, transposed.

    Return the slopes, shape (trials, outputs, rows, inner): each is the sum over the columns of
    slope times factor. The bound has the errors of the slopes, of the factor, and the rounding.
    """
    if factor.values.shape[-1] == 1:
        return _outer(slopes, factor)
    known = np.isfinite(slopes.values) & np.isfinite(slopes.bound)
    values = np.where(known, slopes.values, 0.0)
    bound = np.where(known, slopes.bound, 0.0)
    right = np.swapaxes(factor.values, -1, -2)[:, None]
    rounding = (factor.values.shape[-1] + 2) * EPS / 2 * np.abs(values)
    total = (bound + rounding) @ np.abs(right)
    if factor.off is not None:
        total += np.abs(values) @ np.swapaxes(factor.off, -1, -2)[:, None]
    return _in_doubt(values @ right, total, slopes.doubt, right != 0)


def _outer(slopes: Numeric, factor: Factor) -> Numeric:
    """Multiply where there is a single column: each slope by each entry of the factor."""
    entries = factor.values[:, None, None, :, 0]
    values = slopes.values * entries
    # One rounding of the product, and one of the bound's own computation.
    bound = (slopes.bound + EPS * np.abs(slopes.values)) * np.abs(entries)
    if factor.off is not None:
        bound += np.abs(slopes.values) * factor.off[:, None, None, :, 0]
    if (slopes.doubt == Doubt.NONE).all() and np.isfinite(slopes.bound).all():
        return Numeric(values, bound, _no_doubt(values.shape))
    silent = np.broadcast_to(entries == 0, values.shape)
    if factor.off is not None:
        silent = silent & (factor.off[:, None, None, :, 0] == 0)
    values, bound = np.where(silent, 0.0, values), np.where(silent, 0.0, bound)
    return Numeric(values, bound, np.where(silent, int(Doubt.NONE), slopes.doubt))


def _no_doubt(shape: tuple[int, ...]) -> IntArray:
    """Return the same for every entry, stored once (what `np.broadcast_to` takes longer for)."""
    return np.ndarray(shape, np.int64, NO_DOUBT, strides=(0,) * len(shape))


def _in_doubt(values: FloatArray, bound: FloatArray, doubt: IntArray, acts: BoolArray) -> Numeric:
    """Give each sum the doubt of its terms: flat where all are, and else the gravest."""
    found = np.zeros(values.shape, dtype=np.int64)
    if not (doubt == Doubt.NONE).all():
        moves = (doubt != Doubt.FLAT).astype(float) @ acts
        touched = np.ones(doubt.shape) @ acts
        found[(moves == 0) & (touched > 0)] = Doubt.FLAT
        for reason in sorted(set(np.unique(doubt).tolist()) - {Doubt.NONE, Doubt.FLAT}):
            found[((doubt == reason).astype(float) @ acts) > 0] = reason
    return blurred(Numeric(values, bound, found))


def blurred(numeric: Numeric) -> Numeric:
    """Return what is in grave doubt without a value or a bound."""
    grave = (numeric.doubt != Doubt.NONE) & (numeric.doubt != Doubt.FLAT)
    if not grave.any():
        return numeric
    unknown = (numeric.doubt == Doubt.SINGULAR) | (numeric.doubt == Doubt.NOT_FINITE)
    values = np.where(unknown, np.nan, numeric.values)
    return Numeric(values, np.where(grave, np.inf, numeric.bound), numeric.doubt)


def added(parts: list[Numeric]) -> Numeric:
    """Return the sum of what several paths contribute."""
    total = parts[0]
    for part in parts[1:]:
        values = total.values + part.values
        bound = total.bound + part.bound + EPS * np.abs(values)
        flat = (total.doubt == Doubt.FLAT) & (part.doubt == Doubt.FLAT)
        one = np.where(total.doubt == Doubt.FLAT, 0, total.doubt)
        other = np.where(part.doubt == Doubt.FLAT, 0, part.doubt)
        doubt = np.where(flat, int(Doubt.FLAT), np.maximum(one, other))
        # Stairs on one path do not make the sum flat.
        doubt = np.where(doubt == Doubt.STAIRCASE, int(Doubt.COARSE), doubt)
        total = blurred(Numeric(values, bound, doubt))
    return total

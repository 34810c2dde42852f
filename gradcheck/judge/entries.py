"""Judge entries a few at a time, so that what is computed on the way stays in the cache."""

from collections.abc import Iterator

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray

VAGUE = 0.01
"""An uncertainty above this fraction of the entry decides nothing about the entry itself ..."""

NEGLIGIBLE = 1e-7
"""... unless it is below this fraction of the largest entry of the array, of which is taken what is
certain of the numeric derivative."""

HIDDEN = 1e-3
"""What rounding may hide of a flat entry, as a fraction of the largest, for zero to be passed. More
than that is followed further (`differences.brief.UNIMPORTANT`)."""

EXCUSABLE = 1e-5
"""What a formula's own rounding may excuse, as a fraction of the entry: a formula that is further
off, and whose values move that much at a touch, is not accused, but it is not passed either. To
hide a mistake behind noise would take noise as large as the mistake."""

ROUNDINGS = 1e4
"""The same in units of the formula's precision, for those that compute in single precision ..."""

FEW_ROUNDINGS = 8.0
"""... and what is negligible beside the largest entry, in those units."""

TOGETHER = 2**14
"""Entries that are judged together: more, and every intermediate result leaves the cache."""


def parts_of(trials: int, entries: int) -> Iterator[tuple[slice, slice]]:
    """Cut trials and entries into parts that the cache holds with all that is computed of them."""
    if entries <= TOGETHER:
        step = TOGETHER // max(entries, 1)
        yield from ((slice(t, t + step), slice(None)) for t in range(0, trials, step))
        return
    for trial in range(trials):
        for start in range(0, entries, TOGETHER):
            yield slice(trial, trial + 1), slice(start, start + TOGETHER)


@dataclass(frozen=True, eq=False)
class Entries:
    """Some entries of some trials, shape (trials, entries)."""

    formula: FloatArray
    value: FloatArray
    bound: FloatArray
    doubt: IntArray
    slack: FloatArray
    inherited: FloatArray
    """Or a single number."""

    def part(self, at: tuple[slice, slice]) -> "Entries":
        """Return some of them."""
        return Entries(
            self.formula[at], self.value[at], self.bound[at], self.doubt[at], self.slack[at],
            self.inherited[at] if self.inherited.ndim else self.inherited,
        )  # fmt: skip

    def plain(self, rtol: float, allowed: FloatArray) -> bool:
        """Write what is allowed, and return whether all agree without any excuse or vagueness.

        False says nothing.
        """
        with np.errstate(all="ignore"):
            size = np.abs(self.formula)
            spare = np.abs(self.value)
            np.maximum(size, spare, out=size)
            np.multiply(size, rtol, out=allowed)
            allowed += self.bound
            np.subtract(self.formula, self.value, out=spare)
            np.abs(spare, out=spare)
            if not (spare <= allowed).all():
                return False
            allowed += self.slack
            size *= VAGUE
            # More than what is uncertain of an entry: the tolerance is in it too.
            if not (allowed <= size).all() or not np.isfinite(allowed.max(initial=0.0)):
                return False
        # What is broadcast from one number is looked at once.
        doubt = self.doubt if any(self.doubt.strides) else self.doubt[:1, :1]
        return not doubt.any()

    def judged(
        self, rtol: float, epsilon: float, largest: FloatArray
    ) -> tuple[FloatArray, BoolArray, BoolArray, BoolArray]:
        """Return what is allowed, and which disagree, are inconclusive, or unsound.

        `largest` is the largest certain entry of each trial, shape (trials, 1).
        """
        with np.errstate(all="ignore"):
            return self._judged(rtol, epsilon, largest)

    def _judged(
        self, rtol: float, epsilon: float, largest: FloatArray
    ) -> tuple[FloatArray, BoolArray, BoolArray, BoolArray]:
        size = size_of(self.formula, self.value)
        allowed = self.bound + rtol * size + self.slack
        apart = np.abs(self.formula - self.value)
        within = apart <= allowed
        uncertain = self.bound + self.slack
        vague = (uncertain > VAGUE * size) & (uncertain > NEGLIGIBLE * largest)
        singular = (self.doubt == Doubt.SINGULAR) | (self.doubt == Doubt.NOT_FINITE)
        known = np.isfinite(self.value) & np.isfinite(self.slack) & ~singular
        disagree = known & ~(np.isfinite(self.formula) & within)
        unsound = apart > self.bound + rtol * size
        if unsound.any():
            # Numeric derivatives that were handed over excuse no more than rounding may.
            most = excusable(size, largest, epsilon)
            unsound = apart > self.bound + rtol * size + np.minimum(self.inherited, most)
            unsound &= within & (apart > most)
            unsound &= np.isfinite(self.value) & np.isfinite(self.formula)
            unsound &= self.doubt == Doubt.NONE
        # Where nothing moves at all, there is nothing that a flat entry could matter beside.
        hides = (self.bound > HIDDEN * largest) & (largest > 0)
        flat = self.doubt == Doubt.FLAT
        still = (flat & ~hides) | (self.doubt == Doubt.STAIRCASE)
        doubtful = (self.doubt != Doubt.NONE) & ~(flat & (uncertain <= NEGLIGIBLE * largest))
        undecided = ~known | vague | doubtful
        inconclusive = (undecided & ~disagree & ~(still & (self.formula == 0))) | unsound
        return allowed, disagree, inconclusive, unsound


def excusable(size: FloatArray, largest: FloatArray, epsilon: float) -> FloatArray:
    """Return what a formula's own rounding may excuse at most; the shape of `size`."""
    of_entry = max(EXCUSABLE, ROUNDINGS * epsilon) * size
    return np.asarray(np.maximum(of_entry, max(NEGLIGIBLE, FEW_ROUNDINGS * epsilon) * largest))


def size_of(formula: FloatArray, numeric: FloatArray) -> FloatArray:
    """Return what an entry's tolerance is relative to."""
    return np.asarray(np.fmax(np.abs(formula), np.abs(numeric)))


def largest_certain(value: FloatArray, bound: FloatArray) -> FloatArray:
    """Return how large the largest numeric derivative of each trial is at least, shape (trials, 1).

    A formula does not say beside what its mistakes are negligible.
    """
    found = np.zeros((len(value), 1))
    for part in parts_of(*value.shape):
        with np.errstate(invalid="ignore"):
            least = np.abs(value[part]) - bound[part]
        largest = np.max(least, axis=1, keepdims=True, initial=0.0, where=np.isfinite(least))
        np.maximum(found[part[0]], largest, out=found[part[0]])
    return found


def largest_of(formula: FloatArray, value: FloatArray) -> FloatArray:
    """Return the largest finite size of each trial, shape (trials, 1); arrays (trials, entries)."""
    found = np.zeros((len(formula), 1))
    for part in parts_of(*formula.shape):
        size = size_of(formula[part], value[part])
        size[~np.isfinite(size)] = 0.0
        largest = size.max(axis=1, keepdims=True, initial=0.0)
        np.maximum(found[part[0]], largest, out=found[part[0]])
    return found

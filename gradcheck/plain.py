"""Differentiate by moving every entry of an array by itself, and evaluating all that follows."""

from collections.abc import Sequence

import numpy as np

from gradcheck.differences import Lines, differentiate_lines, line_scales, typical_steps
from gradcheck.problem import Evaluator
from gradcheck.records import FloatArray, IntArray, Name, Numeric, Sample


def differentiate_together(
    evaluator: Evaluator, sample: Sample, names: Sequence[Name]
) -> dict[Name, Numeric]:
    """Differentiate one quantity along the entries of several arrays, in all trials.

    Return for each the slopes, shape (trials, outputs, entries).
    """
    trials, numerator = len(sample.trials), names[0].numerator
    moved = [
        sample.values[n.denominator].astype(np.float64).reshape(trials, -1) for n in names
    ]  # fmt: skip
    ends = np.cumsum([array.size for array in moved])
    starts = ends - [array.size for array in moved]
    outputs = sample.values[numerator][0].size

    def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
        values = np.empty((lines.size, outputs))
        for name, start, end in zip(names, starts, ends, strict=True):
            mine = (start <= lines) & (lines < end)
            if mine.any():
                values[mine] = evaluator.along(
                    sample, numerator, name.denominator, lines[mine] - start, positions[mine]
                )
        return values

    scales = [line_scales(array) for array in moved]
    firsts = [start + np.arange(trials) * array.shape[1]
              for start, array in zip(starts, moved, strict=True)]  # fmt: skip
    slopes = differentiate_lines(Lines(
        phi=phi,
        at=np.concatenate([array.reshape(-1) for array in moved])[None],
        scale=np.concatenate([scale.reshape(-1) for scale in scales]),
        origin=np.concatenate([np.repeat(first, array.shape[1])
                               for first, array in zip(firsts, moved, strict=True)]),
        outputs=outputs,
        typical=np.concatenate([typical_steps(scale).reshape(-1) for scale in scales]),
        columns=np.concatenate([np.full(array.size, _columns(sample.values[name.denominator]))
                                for name, array in zip(names, moved, strict=True)]),
    ))  # fmt: skip
    return {
        name: slopes.part(slice(start, end)).by_trial(trials)
        for name, start, end in zip(names, starts, ends, strict=True)
    }


def differentiate_plain(evaluator: Evaluator, sample: Sample, name: Name) -> Numeric:
    """Differentiate one quantity along the entries of one array: (trials, outputs, entries)."""
    return differentiate_together(evaluator, sample, [name])[name]


def _columns(values: FloatArray) -> int:
    """Return the length of the last axis of arrays that are matrices, or more; else 0."""
    return values.shape[-1] if values[0].ndim > 1 else 0

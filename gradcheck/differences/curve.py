"""The step-size curve of one entry: how good a plain central difference is at each step."""

import numpy as np

from gradcheck.differences.climb import LADDER, Phi
from gradcheck.differences.closer import climb_closely
from gradcheck.records import Curve

FARTHEST = 2.0**10
"""Steps are followed to this many times the entry's own size ..."""

BEYOND = 2.0**6
"""... or this many times the chosen step, if that is further: to show what becomes of the error."""


def step_curve(
    phi: Phi, at: float, scale: float, output: int, numeric: float, bound: float
) -> Curve:
    """Return the error of central differences along one line, at each step of the ladder.

    `at` and `scale` are as `differentiate_lines` takes them, for line 0; `output` is the place of
    the entry among the function's values, `numeric` its derivative, with its `bound`.
    """
    one = np.array([at]), np.array([scale])
    _, accepted = climb_closely(phi, *one, np.zeros(1, dtype=np.int64), np.zeros((1, 1)))
    chosen = float(accepted[0, output])
    ladder = LADDER[LADDER * scale <= max(FARTHEST * scale, BEYOND * chosen)]
    above = at + ladder * scale
    below = at - (above - at)
    steps = (above - below) / 2
    lines = np.zeros(2 * steps.size, dtype=np.int64)
    with np.errstate(all="ignore"):
        values = phi(lines, np.concatenate([above, below]))[:, output]
        estimates = (values[: steps.size] - values[steps.size :]) / (2 * steps)
    estimates = np.where(np.isfinite(estimates), estimates, np.nan)
    reference = numeric if np.isfinite(numeric) else np.nan
    return Curve(steps, estimates, np.abs(estimates - reference), chosen, bound)

"""Tell a jump of the function from a bend, by bisection.

Both can make larger steps contradict smaller ones. A function computed with coarse rounding (in
float32, say, or from a large intermediate value) is a staircase: its jumps are noise, and its slope
is the slope of the stairs. A ReLU, or a clipped loss, bends: there the small steps are right.
"""

from collections.abc import Callable

import numpy as np

from gradcheck.differences.climb import ROUNDINGS, Phi
from gradcheck.differences.found import EPS
from gradcheck.records import BoolArray, FloatArray, IntArray

HALVINGS = 44
"""From the step of the contradiction down to 2^-44 of it, about the spacing of float64 itself."""

TAIL = 8
"""A bend shrinks 2^8-fold in the last eight halvings (a square root 2^4-fold); a jump stays."""

SCATTER = 64.0
"""A jump no larger than the value's rounding is that rounding; then the whole departure is noise if
it is up to so many times larger, and a bend's if more."""

Departure = Callable[[FloatArray], FloatArray]


def jump_sizes(
    phi: Phi, lines: IntArray, outputs: IntArray, at: FloatArray, base: FloatArray,
    slope: FloatArray, reach: FloatArray, flat: BoolArray, halvings: int = HALVINGS,
    last: int = TAIL,
) -> FloatArray:  # fmt: skip
    """Return the size of a jump within `reach` of `at`; 0 where there is a bend, NaN for neither.

    All arguments but `phi` have shape (n,), for element i of `phi` at line `lines[i]` and output
    `outputs[i]`. Where the function is `flat` at first, the edge of the flat stretch is looked for.
    Elsewhere it is the steepest place of its odd part's departure from the straight line with
    `slope`: the even part, curvature above all, has no share in a central difference. What does not
    shrink in the `last` of so many `halvings` is a jump.
    """
    pick = np.arange(lines.size)

    def departure(step: FloatArray) -> FloatArray:
        up = phi(lines, at + step)[pick, outputs] - base
        if flat.all():
            return up
        down = phi(lines, at - step)[pick, outputs] - base
        return np.where(flat, up, (up - down) / 2 - slope * step)

    forwards, backwards = departure(reach), departure(-reach)
    side = np.where(np.abs(forwards) >= np.abs(backwards), 1.0, -1.0)
    gone = np.where(side > 0, forwards, backwards)
    sizes = _bisect(departure, np.zeros(at.shape), side * reach, gone, flat, halvings)
    tail = sizes[-last - 1 :]
    size = np.where(flat, 1.0, 2.0) * tail.max(axis=0)  # the odd part has half of a jump
    stays = tail.min(axis=0) > tail.max(axis=0) / 2
    nearby = np.where(flat, np.abs(base) + size, np.maximum(np.abs(base), np.abs(base + gone)))
    rounding = ROUNDINGS * EPS * nearby
    scatter = np.where(np.abs(gone) <= SCATTER * size, np.abs(gone), 0.0)
    found = np.where(size > rounding, size, scatter)
    return np.where(gone == 0, np.nan, np.where(stays, found, 0.0))


def _bisect(
    departure: Departure, near: FloatArray, far: FloatArray, far_gone: FloatArray, flat: BoolArray,
    halvings: int,
) -> FloatArray:  # fmt: skip
    """Return the change across the bracket after each halving, shape (halvings, n)."""
    near_gone = np.zeros(near.shape)
    sizes = []
    for _ in range(halvings):
        middle = (near + far) / 2
        gone = departure(middle)
        steeper_beyond = np.abs(far_gone - gone) >= np.abs(gone - near_gone)
        outwards = np.where(flat, gone == 0, steeper_beyond)
        near, near_gone = np.where(outwards, middle, near), np.where(outwards, gone, near_gone)
        far, far_gone = np.where(outwards, far, middle), np.where(outwards, far_gone, gone)
        sizes.append(np.abs(far_gone - near_gone))
    return np.array(sizes)

"""Tell a jump of the function from a bend, by bisection.

Both can make larger steps contradict smaller ones. A function computed with coarse rounding (in
float32, say, or from a large intermediate value) is a staircase: its jumps are noise, and its slope
is the slope of the stairs. A ReLU, or a clipped loss, bends: there the small steps are right.
"""

import numpy as np

from gradcheck.differences.climb import ROUNDINGS, Phi
from gradcheck.differences.found import EPS
from gradcheck.records import FloatArray, IntArray

HALVINGS = 44
"""From the step of the contradiction down to 2^-44 of it, about the spacing of float64 itself."""

SCATTER = 64.0
"""A jump no larger than the value's rounding is that rounding; then the whole departure is noise if
it is up to so many times larger, and a bend's if more."""

TAIL = 8
"""A bend shrinks 2^8-fold in the last eight halvings (a square root 2^4-fold); a jump stays."""


def jump_sizes(
    phi: Phi, lines: IntArray, outputs: IntArray, at: FloatArray, base: FloatArray,
    slope: FloatArray, tolerance: FloatArray, widening: FloatArray, reach: FloatArray,
) -> FloatArray:  # fmt: skip
    """Return the size of the jump that ends the straight stretch around `at`, 0 for a bend.

    All arguments but `phi` have shape (n,): within `reach`, element i of `phi` at line `lines[i]`
    and output `outputs[i]` leaves the straight line `base + slope * (position - at)` by more than
    `tolerance + widening * distance`. Where it does not on either side, the size is 0.
    """
    pick = np.arange(lines.size)

    def departure(position: FloatArray) -> FloatArray:
        value = phi(lines, position)[pick, outputs]
        return np.asarray(value - base - slope * (position - at))

    def explained(position: FloatArray, departed: FloatArray) -> np.ndarray:
        return np.abs(departed) <= tolerance + widening * np.abs(position - at)

    above, below = at + reach, at - reach
    up, down = departure(above), departure(below)
    upwards = np.abs(up) >= np.abs(down)
    near, far = at.copy(), np.where(upwards, above, below)
    near_gone, far_gone = np.zeros(at.shape), np.where(upwards, up, down)
    departed = np.abs(far_gone)
    left = ~explained(far, far_gone)
    sizes = []
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        gone = departure(middle)
        inside = explained(middle, gone)
        near, near_gone = np.where(inside, middle, near), np.where(inside, gone, near_gone)
        far, far_gone = np.where(inside, far, middle), np.where(inside, far_gone, gone)
        sizes.append(np.abs(far_gone - near_gone))
    tail = np.array(sizes[-TAIL:])
    size = tail.max(axis=0)
    stays = tail.min(axis=0) > size / 2
    rounding = ROUNDINGS * EPS * np.maximum(np.abs(base), np.abs(base + far_gone))
    scatter = departed <= SCATTER * size
    return np.where(left & stays & (size > rounding), size, 0.0) + np.where(
        left & stays & (size <= rounding) & scatter, departed, 0.0
    )

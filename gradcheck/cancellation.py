"""How much rounding cancellation in a formula hides from a nudge of its arguments.

In 1 - 1 / (1 + e^x) a small e^x moves nothing by a unit in the last place. Fourth differences over
larger steps show how far values scatter, and remove what is smooth up to the third order (after
Moré and Wild 2011).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.evaluate import Array, Call, moves
from gradcheck.records import FloatArray

FOURTH = (1.0, -4.0, 6.0, -4.0, 1.0)
"""The weights of a fourth difference."""

STEP = 2.0**-15
"""Its step, relative to each argument."""

SWAYS = (1.0, 1.4, 1.9)
"""So many times the step, each along a direction of its own: values that are few units in the last
place apart can cancel exactly in one."""

FINER = (2.0**-4, 2.0**-8, 2.0**-12, 2.0**-16)
"""Parts of that step that are tried where values scatter: what is smooth falls with them, and may
be all there is where arguments are large beside what the formula varies over, as in sin(1000)."""

SURER = (1.0, 1.2, 1.4, 1.6, 1.9, 2.3)
"""So many times each of those: more than of the first, for here the smallest counts."""

RESOLVED = 8.0
"""Finer steps count where a formula moves from one end to the other so many times as much as it
scatters at those before: where it no longer moves, that says nothing of its rounding."""

FALLS = 64.0
"""What is smooth falls 2^16-fold from one part to the next; rounding by chance, and by less, or to
nothing where values are few units in the last place apart."""

LITTLE = 1e-10
"""What scatters by less than this part of the value excuses nothing: no finer steps are tried."""

SCATTERED = 8.0
"""The few fourth differences may by chance show less scatter than there is."""


def hidden_rounding(
    call: Call, align: Callable[[Array], FloatArray], arguments: Mapping[str, Any],
    seed: tuple[int, ...],
) -> FloatArray:  # fmt: skip
    """Return how much a formula's values scatter when its arguments move a little further, in their
    units and of the shape that `align` gives; 0 where they do not.
    """
    with np.errstate(all="ignore"):
        found = first = _scattered(call, align, arguments, SWAYS, 1.0, seed)
        noise = first.noise
        for part in FINER:
            if (noise <= LITTLE * first.size).all():
                break
            before, found = found, _scattered(call, align, arguments, SURER, part, seed)
            falls = (found.noise > 0) & (found.noise * FALLS <= noise)
            clear = found.across >= RESOLVED * before.fourth
            noise = np.where(falls & clear, found.noise, noise)
    return np.where(np.isfinite(noise), SCATTERED * noise, 0.0)


@dataclass(frozen=True, eq=False)
class _Scatter:
    """What is seen at one size of steps along a few directions, entry by entry."""

    across: FloatArray
    """By how much values change at most, from one end of the first step to the other."""
    fourth: FloatArray
    """The largest fourth difference."""
    size: FloatArray
    """The size of the values."""

    @property
    def noise(self) -> FloatArray:
        """The standard deviation of such values, if that is all they are."""
        return np.asarray(self.fourth / np.sqrt(np.square(FOURTH).sum()))


def _scattered(
    call: Call, align: Callable[[Array], FloatArray], arguments: Mapping[str, Any],
    sways: Sequence[float], part: float, seed: tuple[int, ...],
) -> _Scatter:  # fmt: skip
    """Return what is seen at steps of this part of the first, along a random direction for each."""
    rng = np.random.default_rng(seed)
    moved = (one for sway in sways for one in _along_a_line(arguments, part * STEP * sway, rng))
    results = call(moved)
    lines = [[align(result) for result in islice(results, len(FOURTH))] for _ in sways]
    across = [np.abs(line[-1] - line[0]) / sway for line, sway in zip(lines, sways, strict=True)]
    return _Scatter(
        across=np.max(across, axis=0),
        fourth=np.max([np.abs(_weighted(line)) for line in lines], axis=0),
        size=np.abs(lines[0][len(FOURTH) // 2]),
    )


def _along_a_line(
    arguments: Mapping[str, Any], sway: float, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Yield arguments along one random direction, relative to the size of each."""
    signs = {k: rng.choice([-1.0, 1.0], np.shape(v)) for k, v in arguments.items() if moves(v)}
    for step in range(-2, 3):
        yield {k: v * (1 + step * sway * signs[k]) if k in signs else v
               for k, v in arguments.items()}  # fmt: skip


def _weighted(results: Iterable[FloatArray]) -> FloatArray:
    """Return the fourth difference of results along a line."""
    return np.asarray(sum(w * result for w, result in zip(FOURTH, results, strict=True)))

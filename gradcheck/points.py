"""A point at which one cost is differentiated, and how long that would take entry by entry."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences import Lines, Phi, differentiate_lines, line_scales, typical_steps
from gradcheck.progress import EACH, advance
from gradcheck.records import FloatArray, IntArray, Numeric

HUGE = 100_000
"""Entries, over all trials, up to which nobody waits for long, whatever the cost."""

PILOT = 8
"""Entries that are differentiated to see how long evaluations take, and so how long all would."""

LONG = 60.0
"""Seconds that differentiating every entry may take before blocks are chosen."""


@dataclass(eq=False)
class Point:
    """Where one trial's cost is differentiated."""

    at: FloatArray
    """The array that moves, in its own shape."""
    cost: Callable[[FloatArray], float]
    """The cost, of all entries in a row."""
    phi: Phi
    """The cost where single entries have moved, shape (n, 1)."""
    evaluations: int = 0

    def __call__(self, entries: FloatArray) -> float:
        """Evaluate the cost, and count it."""
        self.evaluations += 1
        advance("evaluations")
        return self.cost(entries)

    def singly(self, places: IntArray) -> Numeric:
        """Differentiate some entries, by flat index, one by one; shape (n,)."""
        flat = self.at.reshape(1, -1)

        def phi(lines: IntArray, positions: FloatArray) -> FloatArray:
            self.evaluations += lines.size
            advance("evaluations", lines.size)
            return self.phi(places[lines], positions)

        scale = line_scales(flat)[0]
        found = differentiate_lines(Lines(
            phi=phi, at=flat[:, places], scale=scale[places], origin=np.zeros_like(places),
            outputs=1, typical=typical_steps(scale)[places],
        ))  # fmt: skip
        return Numeric(found.values[:, 0], found.bound[:, 0], found.doubt[:, 0])


def takes_long(point: Point, trials: int, rng: np.random.Generator) -> bool:
    """Return whether differentiating every entry would take long, judged by a few of them."""
    size, before = point.at.size, point.evaluations
    started = perf_counter()
    point.singly(np.sort(rng.choice(size, min(PILOT, size), replace=False)))
    each = (perf_counter() - started) / max(point.evaluations - before, 1)
    return each * EACH * size * trials > LONG

"""A pair of steps and a third point: three values of the function where a line is well behaved.

A third point, within the pair, gives another slope, once what the pair says of the curvature is
taken from it. What the two differ by is nearly all that the pair's slope is off by, and counts in
full, though the slope extrapolated from both is much better. So it covers whatever it may be: the
third derivative, a bend, a jump, a slope that goes as the root of the step. (But not a power of
about 1.35 that begins at the very point: there both slopes are off alike.) The bound is that of two
pairs, for one value less.

Such a bound is good enough at few steps only, and those differ from line to line. They are found on
some of the lines, and foretold for the others. Where they do not suit a line, the third point is
made a pair, and another is added further out.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.brief import Brief, examine, good_enough
from gradcheck.differences.climb import SAFETY
from gradcheck.differences.foretell import Matrix
from gradcheck.differences.found import EPS, SMALLEST
from gradcheck.differences.stepping import Lines, Steps
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, Doubt, FloatArray, IntArray

WEIGHTS = 2.2
"""The sum of the absolute weights of the values in a slope, times the step to the third point."""

UNCLAIMED = 0.1
"""The part of a bound that is good enough which is always added: three values say little of how
noisy they are. Where the noise of a line is larger than that of others, this covers it, and costs
nothing."""

SUFFICES, COMPLETED = 2.5, 5.0
"""How many times the bound that is good enough elsewhere, a tenth of the default tolerance, will do
for three values, and for the three pairs that they are completed to."""

UNSEEN = 0.1
"""The part of the rounding that truncation is taken to be, at least, where rounding hides it."""

ALIKE = 0.95
"""The part of the lines tried first that one step must settle to be taken for all."""

TOGETHER = 2**14
"""Values that are looked at together."""


@dataclass(frozen=True, eq=False)
class Third:
    """The function at a pair of steps and at a third point, shape (lines, outputs)."""

    up: FloatArray
    down: FloatArray
    near: FloatArray
    """At the third point, which is above."""
    base: FloatArray
    size: FloatArray
    """The steps to the pair, shape (lines, 1)."""
    short: FloatArray
    """The steps to the third point, RATIO times smaller, same shape."""
    at: FloatArray
    """Where the entries are, same shape."""

    @classmethod
    def take(cls, lines: Lines, some: IntArray, step: FloatArray) -> "Third":
        """Evaluate; `step` has the shape (len(some),), and all lines start from one point."""
        start, first = lines.at[0, some], lines.origin[some[:1]]
        above, within = start + step, start + step / RATIO
        below = start - (above - start)
        values = lines.phi(
            np.concatenate([some, some, some, first]),
            np.concatenate([above, below, within, lines.at[0, first]]),
        )
        up, down, near = values[:-1].reshape(3, some.size, lines.outputs)
        size, short = (above - below) / 2, within - start
        return cls(up, down, near, values[-1:], size[:, None], short[:, None], start[:, None])

    @classmethod
    def within(cls, steps: Steps, number: int) -> "Third":
        """Return the third points of one of the steps that were taken: not of the smallest."""
        up, down = steps.moved[:, number]
        near, base = steps.moved[0, number - 1], steps.base[number]
        return cls(up, down, near, base, steps.size[number], steps.size[number - 1], steps.at)

    def examine(self, known: FloatArray) -> tuple[Brief, FloatArray]:
        """Return what is seen, and the steps that would have given the least bounds, (lines,).

        `known`, shape (outputs,), is the noise relative to the value.
        """
        with np.errstate(all="ignore"):
            return self._examine(known)

    def _examine(self, known: FloatArray) -> tuple[Brief, FloatArray]:
        up, down, near = self.up - self.base, self.down - self.base, self.near - self.base
        largest = np.maximum(np.maximum(np.abs(self.up), np.abs(self.down)), np.abs(self.near))
        wide = (up - down) / (2 * self.size)
        narrow = near / self.short - (up + down) / (2 * self.size**2) * self.short
        slope = narrow + (narrow - wide) / (RATIO**2 - 1)
        off, size = np.abs(slope - wide), np.abs(slope)
        noise = known * largest
        rounding = SAFETY * (noise + EPS * largest + SMALLEST + EPS / 2 * np.abs(self.at * slope))
        rounded = WEIGHTS * rounding / self.short
        most = np.max(size, initial=0.0, where=np.isfinite(size))
        moves = (up != 0) | (down != 0)
        still = ~moves & (near == 0) & (noise > 0)
        bound = off + rounded + UNCLAIMED * good_enough(size, most)
        bound = np.where(still, rounding / self.size, bound)
        found = Brief(
            values=slope, bound=bound,
            doubt=np.where(still, Doubt.FLAT, Doubt.NONE).astype(np.int64),
            sound=(moves | still) & np.isfinite(bound) & np.isfinite(slope),
            step=np.zeros(slope.shape, dtype=np.int64),
            # None of it excuses a bound: where it makes the most of that, larger steps would help.
            rounding=np.zeros(slope.shape),
            coarse=noise, noise=np.broadcast_to(known, slope.shape),
            exact=np.ones(slope.shape, dtype=np.bool_), suffices=SUFFICES,
        )  # fmt: skip
        better = self.size * np.cbrt(rounded / (2 * np.maximum(off, UNSEEN * rounded)))
        return found, np.where(np.isfinite(better), better, 0.0).min(axis=-1)

    def part(self, where: IntArray) -> "Third":
        """Return some of the lines."""
        moved = self.up[where], self.down[where], self.near[where], self.base
        return Third(*moved, self.size[where], self.short[where], self.at[where])

    def completed(self, lines: Lines, some: IntArray) -> Steps:
        """Return three steps: the third point is taken down as well, and a pair further out."""
        start, size, short = self.at[:, 0], self.size[:, 0], self.short[:, 0]
        above, within = start + RATIO * size, start - short
        below = start - (above - start)
        values = lines.phi(np.concatenate([some] * 3), np.concatenate([above, below, within]))
        top, bottom, third = values.reshape(3, *self.up.shape)
        sizes = np.stack([(short + (start - within)) / 2, size, (above - below) / 2])
        moved = np.array([[self.near, self.up, top], [third, self.down, bottom]])
        return Steps(
            moved, np.broadcast_to(self.base, (3, *self.up.shape)), sizes[..., None], self.at,
            np.zeros(some.size, dtype=np.int64),
        )  # fmt: skip


def by_thirds(
    lines: Lines, chosen: IntArray, top: FloatArray, pilots: Steps, known: FloatArray,
    done: BoolArray,
) -> Iterator[tuple[IntArray, Brief]]:  # fmt: skip
    """Yield what is seen of some lines from one point, the largest steps being `top`.

    `pilots` are steps on a few of them, and `known` is the noise that they show. What is settled,
    before or meanwhile, is `done`, shape (all lines,).
    """
    start = _first_step(pilots, known) if lines.at.shape[0] == 1 else None
    if start is None:
        return
    step = top * start
    matrix = Matrix.of(lines, chosen)
    sample = matrix.sample(chosen[~done[chosen]])
    better = np.zeros(sample.size)
    for part in _parts(sample.size, lines.outputs):
        some = sample[part]
        found, better[part] = Third.take(lines, some, step[some]).examine(known)
        yield some, found
    if np.mean(done[sample]) < ALIKE:
        step[chosen] = np.minimum(matrix.foretell(sample, better, chosen), top[chosen])
    rest = chosen[~done[chosen] & (step[chosen] > 0)]
    for part in _parts(rest.size, lines.outputs):
        some = rest[part]
        third = Third.take(lines, some, step[some])
        yield some, third.examine(known)[0]
        left = np.flatnonzero(~done[some] & (RATIO * step[some] <= top[some]))
        if left.size:
            found = examine(third.part(left).completed(lines, some[left]), known)
            # As with three values, rounding excuses nothing: steps further out would help.
            none = np.zeros(found.rounding.shape)
            yield some[left], replace(found, rounding=none, suffices=COMPLETED)


def _parts(count: int, outputs: int) -> Iterator[slice]:
    size = max(1, TOGETHER // outputs)
    return (slice(start, start + size) for start in range(0, count, size))


def _first_step(pilots: Steps, known: FloatArray) -> float | None:
    """Return the step to begin with, as a fraction of the largest; None where none settles a pilot.

    It is one larger than that which settles most pilots: truncation has to be seen.
    """
    count = len(pilots.size)
    settled = [Third.within(pilots, i).examine(known)[0].settled() for i in range(1, count)]
    several = np.array(settled).sum(axis=1)
    if not several.any():
        return None
    best = count - 1 - int(several[::-1].argmax())
    return float(RATIO ** (min(best + 2.0, count) - count))

"""A pair of steps and a third point: three values of the function where a line is well behaved.

A third point, within the pair, gives another slope, once what the pair says of the curvature is
taken from it. What the two differ by is nearly all that the pair's slope is off by, and counts more
than in full, though the slope extrapolated from both is much better. So it covers whatever it may
be: the third derivative, a bend, a jump, a slope that goes as the root of the step. (But not a
power of about 1.35 that begins at the very point: there both slopes are off alike.) The bound is
about that of two pairs, for one value less.

Such a bound is good enough at few steps only, and those differ from line to line. They are found on
some of the lines, and foretold for the others. Where they do not suit a line, the third point is
made a pair, and another is added: further out, or further in where the largest step is taken.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.brief import FLAT, Brief, examine, good_enough
from gradcheck.differences.climb import SAFETY
from gradcheck.differences.foretell import Matrix
from gradcheck.differences.found import EPS, SMALLEST
from gradcheck.differences.stepping import Lines, Steps
from gradcheck.differences.tableau import RATIO
from gradcheck.records import BoolArray, FloatArray, IntArray

PAIR, THIRD, ADDED = 1, 2, 0
"""Which rounding of what they start from, if there are several, pairs and third points move from:
what they differ by then shows how much that matters."""

WEIGHTS = 2.2
"""The sum of the absolute weights of the values in a slope, times the step to the third point."""

BEND = 2.3
"""How many times what the two slopes differ by the slope may be off: at a bend between the point
and the third point, half a bend more than that, 2.27 times in all."""

UNCLAIMED = 0.1
"""The part of a bound that is good enough which is always added: three values say little of how
noisy they are. Where the noise of a line is larger than that of others, this covers it, and costs
nothing."""

SUFFICES, COMPLETED = 4.0, 5.0
"""How many times the bound that is good enough elsewhere, a tenth of the default tolerance, will do
for three values, and for the three pairs that they are completed to."""

UNSEEN = 0.1
"""The part of the rounding that truncation is taken to be, at least, where rounding hides it."""

ALIKE = 0.95
"""The part of the lines tried first that one step must settle to be taken for all."""

MANY = 512
"""Lines from one point of which some are tried before the others ..."""

WIDER = 3.0
"""... at so many times the step that suits pilots: truncation has to be seen to be foretold."""

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
    """Where the pair starts from, shape (outputs,) or as above."""
    other: FloatArray
    """Where the third point does, which may be another rounding of the same; same shape."""
    size: FloatArray
    """The steps to the pair, shape (lines, 1)."""
    short: FloatArray
    """The steps to the third point, RATIO times smaller, same shape."""
    at: FloatArray
    """Where the entries are, same shape."""

    @classmethod
    def take(cls, lines: Lines, some: IntArray, step: FloatArray) -> "Third":
        """Evaluate; `step` has the shape (len(some),), and all lines start from one point."""
        own, others = lines.variant(PAIR, some), lines.variant(THIRD, some)
        above, within = own.at + step, others.at + step / RATIO
        below = own.at - (above - own.at)
        values = lines.phi(
            np.concatenate([own.lines, own.lines, others.lines, own.first, others.first]),
            np.concatenate([above, below, within, own.start, others.start]),
        )
        up, down, near = values[:-2].reshape(3, some.size, lines.outputs)
        size, short = (above - below) / 2, within - others.at
        return cls(up, down, near, values[-2], values[-1], size[:, None], short[:, None],
                   own.at[:, None])  # fmt: skip

    @classmethod
    def within(cls, steps: Steps) -> "Third":
        """Return those of all steps that were taken but the smallest: the arrays have one axis
        more, for the steps.
        """
        (up, down), near = steps.moved[:, 1:], steps.moved[0, :-1]
        base, size = steps.base, steps.size
        return cls(up, down, near, base[1:], base[:-1], size[1:], size[:-1], steps.at)

    def examine(self, known: FloatArray) -> tuple[Brief, FloatArray]:
        """Return what is seen, and the steps that would have given the least bounds, (lines,).

        `known`, shape (outputs,), is the noise relative to the value.
        """
        with np.errstate(all="ignore"):
            return self._examine(known)

    def _examine(self, known: FloatArray) -> tuple[Brief, FloatArray]:
        up, down, near = self.up - self.base, self.down - self.base, self.near - self.other
        largest = np.maximum(np.maximum(np.abs(self.up), np.abs(self.down)), np.abs(self.near))
        wide = (up - down) / (2 * self.size)
        narrow = near / self.short - (up + down) / (2 * self.size**2) * self.short
        slope = narrow + (narrow - wide) / (RATIO**2 - 1)
        off, size = BEND * np.abs(slope - wide), np.abs(slope)
        noise = known * largest
        rounding = SAFETY * (noise + EPS * largest + SMALLEST + EPS / 2 * np.abs(self.at * slope))
        rounded = WEIGHTS * rounding / self.short
        certain = np.maximum(size - off - rounded, 0.0)
        most = certain.max(axis=(-2, -1), keepdims=True, initial=0.0, where=np.isfinite(certain))
        moves = (up != 0) | (down != 0)
        still = ~moves & (near == 0) & (noise > 0)
        bound = off + rounded + UNCLAIMED * good_enough(size, most)
        bound = np.where(still, rounding / self.size, bound)
        found = Brief(
            values=slope, bound=bound,
            doubt=still * FLAT,
            sound=(moves | still) & np.isfinite(bound) & np.isfinite(slope),
            step=np.zeros(slope.shape, dtype=np.int64),
            # None of it excuses a bound: where it makes the most of that, larger steps would help.
            rounding=np.zeros(slope.shape),
            coarse=noise, noise=known, largest=largest, suffices=SUFFICES,
        )  # fmt: skip
        better = self.size * np.cbrt(rounded / (2 * np.maximum(off, UNSEEN * rounded)))
        return found, np.where(np.isfinite(better), better, 0.0).min(axis=-1)

    def part(self, where: IntArray) -> "Third":
        """Return some of the lines."""
        moved = self.up[where], self.down[where], self.near[where], self.base, self.other
        return Third(*moved, self.size[where], self.short[where], self.at[where])

    def completed(self, lines: Lines, some: IntArray, outwards: bool) -> Steps:
        """Return three steps: the third point is taken down as well, and one more pair is."""
        own, others = lines.variant(ADDED, some), lines.variant(THIRD, some)
        step = (self.size * RATIO if outwards else self.short / RATIO)[:, 0]
        above, within = own.at + step, others.at - self.short[:, 0]
        below = own.at - (above - own.at)
        values = lines.phi(
            np.concatenate([own.lines, own.lines, others.lines, own.first]),
            np.concatenate([above, below, within, own.start]),
        )
        top, bottom, third = values[:-1].reshape(3, *self.up.shape)
        within = (self.short + (others.at - within)[:, None]) / 2
        pairs = [(self.near, third, self.other, within), (self.up, self.down, self.base, self.size)]
        added = top, bottom, values[-1], (above - below)[:, None] / 2
        pairs.insert(2 if outwards else 0, added)
        ups, downs, bases, sizes = zip(*pairs, strict=True)
        wide = [np.broadcast_to(base, top.shape) for base in bases]
        return Steps(np.array([ups, downs]), np.array(wide), np.array(sizes), self.at,
                     np.zeros(some.size, dtype=np.int64))  # fmt: skip


def by_thirds(
    lines: Lines, chosen: IntArray, top: FloatArray, pilots: Steps, known: FloatArray,
    done: BoolArray,
) -> Iterator[tuple[IntArray, Brief]]:  # fmt: skip
    """Yield what is seen of some lines from one point, the largest steps being `top`.

    `pilots` are steps on a few of them, and `known` is the noise that they show. What is settled,
    before or meanwhile, is `done`, shape (all lines,).
    """
    first = _first_step(Third.within(pilots), known)
    if first is None:
        return
    step = top * min(first, 1.0)
    if chosen.size > MANY:
        step = yield from _suited(lines, chosen, np.minimum(WIDER * step, top), top, known, done)
    rest = chosen[~done[chosen] & (step[chosen] > 0)]
    for part in _parts(rest.size, lines.outputs):
        some = rest[part]
        third = Third.take(lines, some, step[some])
        yield some, third.examine(known)[0]
        left = ~done[some]
        further = RATIO * step[some] <= top[some]
        for outwards, open_ones in ((True, left & further), (False, left & ~further)):
            places = np.flatnonzero(open_ones)
            if places.size:
                steps = third.part(places).completed(lines, some[places], outwards)
                found = examine(steps, known)
                # As with three values, rounding excuses nothing: other steps would help.
                none = np.zeros(found.rounding.shape)
                yield some[places], replace(found, rounding=none, suffices=COMPLETED)


def _suited(
    lines: Lines, chosen: IntArray, step: FloatArray, top: FloatArray, known: FloatArray,
    done: BoolArray,
) -> Generator[tuple[IntArray, Brief], None, FloatArray]:  # fmt: skip
    """Try some of the lines, and return the steps that suit all; shape (all lines,)."""
    matrix = Matrix.of(lines, chosen)
    sample = matrix.sample(chosen[~done[chosen]])
    better = np.zeros(sample.size)
    for part in _parts(sample.size, lines.outputs):
        some = sample[part]
        found, better[part] = Third.take(lines, some, step[some]).examine(known)
        yield some, found
    if np.mean(done[sample]) < ALIKE:
        step = step.copy()
        step[chosen] = np.minimum(matrix.foretell(sample, better, chosen), top[chosen])
    return step


def _parts(count: int, outputs: int) -> Iterator[slice]:
    size = max(1, TOGETHER // outputs)
    return (slice(start, start + size) for start in range(0, count, size))


def _first_step(pilots: Third, known: FloatArray) -> float | None:
    """Return the step to begin with, as a fraction of the largest; None where none settles a pilot.

    It is what suits most of the pilots on the average.
    """
    shown, better = pilots.examine(known)
    settled = shown.settled(shown.certain.max(axis=(-2, -1))[:, None]).sum(axis=1)
    if not settled.any():
        return None
    best = int(np.flatnonzero(settled == settled.max())[-1])
    suited = better[best] / pilots.size[-1, :, 0]
    return float(np.exp(np.log(suited[suited > 0]).mean())) if suited.any() else 1.0

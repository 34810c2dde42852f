"""Screen: find the wrong entries of a huge gradient from few evaluations of an opaque cost.

Along a random direction through many entries the gradient claims a slope, which is compared with
the cost's. Where they disagree the entries are halved, and halved again, down to single ones: group
testing (Dorfman 1943) by directional derivatives. The second half's slope is what the first leaves
of the whole. Whatever is left has to pass several independent directions, all at once.
"""

from dataclasses import field

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.differences.directions import hidden_along, random_direction
from gradcheck.differences.slope import Cost, Prober, Slope
from gradcheck.records import BoolArray, FloatArray, IntArray, Screening

DIRECTIONS = 3
"""Independent directions that all entries without a suspect must pass. What a direction hides lies
within twice its window; that it does so with mistakes of which the largest is a hundred times the
resolution has a probability of at most 1 in 50 (`LEAST`), and that all do, 1 in 125,000."""

MOST = 64
"""Suspects after which the search ends: the formula is wrong far and wide, and every suspect costs
fifty evaluations more."""

BUDGET = 6000
"""Evaluations after which it ends: 50 wrong entries among a million need 3,000 to 4,000."""

VAGUE = 0.01
"""An entry is not passed where only mistakes above this fraction of the largest would show."""

SHORTER = 1 / 16
"""How much shorter steps are before all entries together are said to disagree: a kink, or a jump,
may lie within the longer ones."""

HUGE = 1e150
"""Values of which no sum of squares can be had are suspects at once, as what is not finite."""

FRUITLESS = 2
"""Searches without a suspect after which the smallest block that disagreed is given up."""


@dataclass(frozen=True)
class _Block:
    """Entries `start` to `stop`, and what was measured along the direction of the search."""

    start: int
    stop: int
    slope: Slope


@dataclass
class _Screen:
    prober: Prober
    claimed: FloatArray
    allowed: FloatArray
    tolerated: FloatArray
    scale: FloatArray
    direction: FloatArray = field(init=False)
    suspects: set[int] = field(default_factory=set)
    given_up: list[tuple[int, int]] = field(default_factory=list)

    def spent(self) -> bool:
        """Whether the search must end."""
        return len(self.suspects) >= MOST or self.prober.evaluations >= BUDGET

    def turn(self, rng: np.random.Generator) -> None:
        """Choose a new direction, in which suspects and blocks that are given up stay put."""
        self.direction = random_direction(self.scale, rng)
        self.direction[list(self.suspects)] = 0.0
        for start, stop in self.given_up:
            self.direction[start:stop] = 0.0

    def measure(self, start: int, stop: int, reach: float) -> _Block:
        """Measure the slope through a block, with steps of about the length `reach`."""
        slope = self.prober.slope(start, stop, self.direction[start:stop], reach)
        return _Block(start, stop, slope)

    def window(self, block: _Block) -> float:
        """Return by how much claim and measurement may differ along the block's direction."""
        part = slice(block.start, block.stop)
        return block.slope.error + hidden_along(self.allowed[part], self.direction[part])

    def differs(self, block: _Block) -> bool:
        """Whether a block disagrees."""
        return self._apart(block) > self.window(block)

    def tolerable(self, block: _Block) -> bool:
        """Whether a block that disagrees would not, if every entry were off by its tolerance."""
        part = slice(block.start, block.stop)
        tolerance = float(np.abs(self.tolerated[part] * self.direction[part]).sum())
        return self._apart(block) <= self.window(block) + tolerance

    def _apart(self, block: _Block) -> float:
        part = slice(block.start, block.stop)
        claim = float((self.claimed[part] * self.direction[part]).sum())
        return abs(claim - block.slope.value)

    def search(self, block: _Block) -> _Block | None:
        """Narrow a block that disagrees down to suspects.

        Return None if there are any, or if tolerance explains it, or else the smallest block that
        disagreed.
        """
        before, smallest = len(self.suspects), block
        waiting = [block]
        while waiting and not self.spent():
            block = waiting.pop()
            if block.stop - block.start < smallest.stop - smallest.start:
                smallest = block
            if block.stop - block.start == 1 and self.tolerable(block):
                self.allowed = self.allowed + self.tolerated
                self.tolerated = np.zeros_like(self.tolerated)
                return None
            if block.stop - block.start == 1:
                self.suspects.add(block.start)
            else:
                waiting += self._halves(block)
        return smallest if len(self.suspects) == before else None

    def _halves(self, block: _Block) -> list[_Block]:
        """Return the halves of a block that disagree."""
        middle = (block.start + block.stop) // 2
        left = self.measure(block.start, middle, block.slope.reach)
        right = _Block(middle, block.stop, block.slope.without(left.slope))
        found = [half for half in (right, left) if self.differs(half)]
        if not found:
            right = self.measure(middle, block.stop, block.slope.reach)
            found = [right] if self.differs(right) else []
        return found


def screen(
    cost: Cost, at: FloatArray, claimed: FloatArray, rounding: FloatArray, rtol: float,
    scale: FloatArray, rng: np.random.Generator,
) -> Screening:  # fmt: skip
    """Look for the wrong entries of a gradient.

    All arrays have the shape (N,): the point, the gradient's values, their own rounding, and how
    far each entry is moved (`typical_scales`; 0 for those that are left out). A relative mistake of
    `rtol` is tolerated; but the search begins without that, which is sharper, until it comes upon
    an entry that needs it.
    """
    tame = np.abs(claimed) < HUGE
    wild = np.flatnonzero(~tame)
    claimed = np.where(tame, claimed, 0.0)
    largest = VAGUE * float(np.abs(claimed).max(initial=0.0))
    # Entries whose own rounding is so large would blur all others.
    blurred = (rounding > largest) & (scale > 0)
    rounding, scale = np.where(blurred, 0.0, rounding), np.where(blurred, 0.0, scale)
    state = _Screen(Prober(cost, at), claimed, rounding, rtol * np.abs(claimed), scale)
    state.suspects.update(wild[:MOST].tolist())
    passed = fruitless = 0
    sharpness = np.full(at.shape, np.inf)
    block: _Block | None = None
    while passed < DIRECTIONS and not state.spent():
        state.turn(rng)
        if block is None:
            block = _Block(0, at.size, state.prober.first(state.direction))
        else:
            block = state.measure(0, at.size, block.slope.reach)
        if state.differs(block):
            again = state.measure(0, at.size, SHORTER * block.slope.reach)
            if again.slope.contradicts(block.slope) and not state.differs(again):
                block = again
        if not state.differs(block):
            passed += 1
            sharp = np.abs(state.direction) / (2 * state.window(block))
            np.minimum(sharpness, sharp, out=sharpness)
            continue
        passed, sharpness[:] = 0, np.inf
        smallest = state.search(block)
        fruitless = fruitless + 1 if smallest else 0
        if smallest and fruitless == FRUITLESS:
            state.given_up.append((smallest.start, smallest.stop))
            fruitless = 0
    return _concluded(state, passed, sharpness, blurred)


def _concluded(state: _Screen, passed: int, sharpness: FloatArray, blurred: BoolArray) -> Screening:
    """Return the record: what the search has not got through is unresolved."""
    suspects: IntArray = np.array(sorted(state.suspects), dtype=np.int64)
    with np.errstate(divide="ignore"):
        resolution = np.where(passed == DIRECTIONS, 1 / sharpness, np.inf)
    for start, stop in state.given_up:
        resolution[start:stop] = np.inf
    vague = ~(resolution <= VAGUE * np.abs(state.claimed).max(initial=0.0))
    known = (state.scale == 0) | np.isin(np.arange(vague.size), suspects)
    vague[known], resolution[known] = False, 0.0
    blurred[suspects] = False
    vague[blurred], resolution[blurred] = True, np.inf
    return Screening(suspects, np.flatnonzero(vague), state.prober.evaluations, passed, resolution)

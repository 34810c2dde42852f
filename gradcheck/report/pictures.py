"""The pictures of a page, as the path data of SVG: one path for each verdict, however many entries.

Signs tell verdicts apart without colour: nothing, a dot, a cross.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from math import ceil, floor, inf, isfinite, log10

import numpy as np

from gradcheck.dataclass import dataclass
from gradcheck.records import Cells, Verdict
from gradcheck.report.grid import Grid

CELL = 10
"""Units of the picture for an entry."""

CODES = {Verdict.AGREE: 0, Verdict.INCONCLUSIVE: 1, Verdict.DISAGREE: 2}
"""A map's code for each verdict."""

LEFT, RIGHT, TOP, BOTTOM = 52, 352, 14, 214
"""The frame of the picture of differences."""

MARGIN, EDGE = 0.03, 0.13
"""Parts of an axis before and behind its scale; the larger one where values have their place there
that it has none for: zero, infinity."""

FEWEST = 4
"""Powers of ten that an axis has at least."""


@dataclass(frozen=True)
class Layer:
    """One verdict's entries in a picture."""

    verdict: Verdict
    area: str
    """Path data to be filled."""
    signs: str
    """Path data to be stroked."""


def map_layers(codes: np.ndarray, grid: Grid) -> Iterator[Layer]:
    """Yield the layers of a map of verdicts."""
    flat = codes.reshape(-1)[: grid.shown].tolist()
    for verdict, code in CODES.items():
        if code in flat:
            area = "".join(_runs(flat, code, grid.width))
            places = (divmod(k, grid.width) for k, found in enumerate(flat) if found == code)
            corners = [(column * CELL, line * CELL) for line, column in places]
            yield Layer(verdict, area, "".join(_sign(verdict, x + 5, y + 5) for x, y in corners))


def _runs(flat: list[int], code: int, width: int) -> Iterator[str]:
    """Yield a rectangle for each run of a verdict in a line."""
    for start in range(0, len(flat), width):
        place = 0
        for found, run in groupby(flat[start : start + width]):
            length = len(list(run))
            if found == code:
                x, y, across = place * CELL, start // width * CELL, length * CELL
                yield f"M{x} {y}h{across}v{CELL}h-{across}z"
            place += length


def _sign(verdict: Verdict, x: float, y: float) -> str:
    match verdict:
        case Verdict.DISAGREE:
            return f"M{x - 2:g} {y - 2:g}l4 4m0-4l-4 4"
        case Verdict.INCONCLUSIVE:
            return f"M{x:g} {y:g}h0"
    return ""


def rules(grid: Grid) -> str:
    """Return the lines between the entries of a map."""
    width, height = grid.width * CELL, grid.height * CELL
    across = "".join(f"M0 {y}h{width}" for y in range(0, height + 1, CELL))
    return across + "".join(f"M{x} 0v{height}" for x in range(0, width + 1, CELL))


@dataclass(frozen=True)
class Scale:
    """Powers of ten along an axis of the picture of differences."""

    low: int
    high: int
    start: int
    end: int
    zero: bool = False
    """Whether some value is zero, which has its place before the scale."""
    infinite: bool = False
    """Whether some value is not finite, which has its place behind the scale."""

    @classmethod
    def over(cls, values: np.ndarray, start: int, end: int) -> "Scale":
        """Return the scale on which all values have a place."""
        counted = values[np.isfinite(values) & (values > 0)]
        low, high = -14, -14
        if counted.size:
            low, high = floor(log10(counted.min())), ceil(log10(counted.max()))
        low -= max(0, FEWEST - (high - low)) // 2
        zero, infinite = bool((values == 0).any()), not np.isfinite(values).all()
        return cls(low, max(high, low + FEWEST), start, end, zero, infinite)

    def place(self, value: float) -> float:
        """Return where a value is."""
        length = self.end - self.start  # downwards it is below zero
        if not isfinite(value):
            return self.end - EDGE * length / 2
        if value <= 0:
            return self.start + EDGE * length / 2
        return self.place_of_power(log10(value))

    def place_of_power(self, power: float) -> float:
        """Return where a power of ten is, which need not be a number that is finite."""
        length = self.end - self.start
        first = self.start + (EDGE if self.zero else MARGIN) * length
        last = self.end - (EDGE if self.infinite else MARGIN) * length
        return first + (power - self.low) / (self.high - self.low) * (last - first)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield places, and the powers of ten there."""
        step = max(1, ceil((self.high - self.low) / 6))
        for power in range(self.low, self.high + 1, step):
            yield self.place_of_power(power), f"1e{power}"
        if self.zero:
            yield self.place(0.0), "0"
        if self.infinite:
            yield self.place(inf), "inf"


@dataclass(frozen=True)
class Differences:
    """Difference against what is allowed, for every entry, both by powers of ten."""

    across: Scale
    up: Scale
    layers: tuple[Layer, ...]
    limit: str
    """Path data of the line where the difference is what is allowed."""
    allowed: str
    """Path data of the area below it, in which nothing is held against a formula."""


def differences(codes: np.ndarray, cells: Cells, shown: int) -> Differences:
    """Return the picture of differences."""
    with np.errstate(all="ignore"):
        apart = np.abs(cells.analytic - cells.numeric).reshape(-1)[:shown]
    allowed, flat = cells.allowed.reshape(-1)[:shown], codes.reshape(-1)[:shown]
    across = Scale.over(allowed, LEFT, RIGHT)
    up = Scale.over(apart, BOTTOM, TOP)
    up = replace(up, low=min(up.low, across.low), high=max(up.high, across.high))
    layers = []
    for verdict, code in CODES.items():
        mine = flat == code
        places = dict.fromkeys(
            (round(across.place(x)), round(up.place(y)))
            for x, y in zip(allowed[mine].tolist(), apart[mine].tolist(), strict=True)
        )
        if places:
            draw = "".join(_sign(verdict, x, y) or f"M{x} {y}h0" for x, y in places)
            layers.append(Layer(verdict, "", draw))
    first, last = (
        [scale.place_of_power(power) for scale in (across, up)]
        for power in (across.low, across.high)
    )
    limit = f"M{first[0]:.1f} {first[1]:.1f}L{last[0]:.1f} {last[1]:.1f}"
    area = f"{limit}H{RIGHT}V{BOTTOM}H{LEFT}V{first[1]:.1f}z"
    return Differences(across, up, tuple(layers), limit, area)

"""Difference against tolerance, entry by entry, on a logarithmic scale: places, no drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gradcheck.records import Entry
from gradcheck.report.tables import index_text, small

LEFT, RIGHT, ROW = 90.0, 610.0, 22.0
"""Where the scale begins and ends, and the height of a row, in the units of the drawing."""


@dataclass(frozen=True)
class Bar:
    """One entry: where its tolerance and its difference stand, None where they are not finite."""

    label: str
    y: float
    allowed: float | None
    difference: float | None
    told: str


@dataclass(frozen=True)
class Chart:
    """The bars and the ticks of the scale."""

    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def draw_chart(entries: Sequence[Entry]) -> Chart | None:
    """Return the chart of these entries; None where nothing about them can be drawn."""
    sizes = [size for entry in entries for size in (entry.difference, entry.allowed)
             if _drawable(size)]  # fmt: skip
    if not sizes:
        return None
    low = math.floor(math.log10(min(sizes)))
    high = max(math.ceil(math.log10(max(sizes))), low + 1)

    def place(size: float) -> float | None:
        if not _drawable(size):
            return None
        return round(LEFT + (RIGHT - LEFT) * (math.log10(size) - low) / (high - low), 1)

    bars = tuple(
        Bar(index_text(entry.index) or "value", ROW * (row + 1), place(entry.allowed),
            place(entry.difference),
            f"difference {small(entry.difference)}, allowed {small(entry.allowed)}")
        for row, entry in enumerate(entries)
    )  # fmt: skip
    step = max(1, math.ceil((high - low) / 6))
    ticks = tuple((place(10.0**power) or LEFT, f"1e{power}")
                  for power in range(low, high + 1, step))  # fmt: skip
    return Chart(ROW * (len(bars) + 2), bars, ticks)


def _drawable(size: float) -> bool:
    return math.isfinite(size) and size > 1e-300

"""Times of two callables, measured in turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

Prepared = Callable[[], Callable[[], Any]]
"""Makes ready, untimed, and returns what is to be timed."""

SHORT = 0.05
"""Seconds below which a measurement is repeated more often."""


@dataclass(frozen=True)
class Times:
    """Medians over pairs: processor seconds of each, and the ratios theirs / ours."""

    ours: float
    theirs: float
    ratio: float
    wall: float


def alternate(
    ours: Prepared, theirs: Prepared, pairs: int, ours_share: float = 1.0,
    theirs_share: float = 1.0,
) -> Times:  # fmt: skip
    """Measure in turn. A share below 1 says that only so large a part of the work was done."""
    timed(ours), timed(theirs)  # what is done once only is done
    if timed(ours)[0] < SHORT and timed(theirs)[0] < SHORT:
        pairs *= 3
    found = []
    for _ in range(pairs):
        mine, other = timed(ours), timed(theirs)
        found.append((mine[0] / ours_share, mine[1] / ours_share,
                      other[0] / theirs_share, other[1] / theirs_share))  # fmt: skip
    return Times(
        ours=median(one[0] for one in found), theirs=median(one[2] for one in found),
        ratio=median(one[2] / one[0] for one in found),
        wall=median(one[3] / one[1] for one in found),
    )  # fmt: skip


def timed(prepared: Prepared) -> tuple[float, float]:
    """Return processor seconds and seconds by the clock of one call."""
    function = prepared()
    wall, processor = time.perf_counter(), time.process_time()
    function()
    return max(time.process_time() - processor, 1e-9), time.perf_counter() - wall

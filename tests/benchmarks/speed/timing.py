"""Times of two callables, each in a process of its own, measured in turn."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.speed.apart import Apart, Make, Prepared

SHORT = 0.2
"""Seconds that a measurement takes at least: what is quicker is called several times in a row, as
by timeit, or much of its time would be that of a cache which others have filled meanwhile."""

MOST_CALLS = 300
"""Calls in a row, at most."""

MORE = 3
"""How many times as many pairs are measured where both are quicker than that."""


@dataclass(frozen=True)
class Times:
    """Medians over pairs: processor seconds of each, and the ratios theirs / ours."""

    ours: float
    theirs: float
    ratio: float
    wall: float


def kept(make: Callable[[], Callable[[], Any]]) -> Prepared:
    """Make ready once, for what may be called again and again."""
    run = make()
    return lambda: run


def alternate(
    ours: Make, theirs: Make, pairs: int, ours_share: float = 1.0, theirs_share: float = 1.0,
) -> Times:  # fmt: skip
    """Measure in turn. A share below 1 says that only so large a part of the work was done."""
    with closing(Apart(ours)) as own, closing(Apart(theirs)) as other:
        own.timed(), other.timed()  # what is done once only is done
        once = own.timed()[0], other.timed()[0]
        if max(once) < SHORT:
            pairs *= MORE
        own_calls, their_calls = (calls(seconds) for seconds in once)
        found = []
        for _ in range(pairs):
            mine, yours = own.timed(own_calls), other.timed(their_calls)
            found.append((mine[0] / ours_share, mine[1] / ours_share,
                          yours[0] / theirs_share, yours[1] / theirs_share))  # fmt: skip
    return Times(
        ours=median(one[0] for one in found), theirs=median(one[2] for one in found),
        ratio=median(one[2] / one[0] for one in found),
        wall=median(one[3] / one[1] for one in found),
    )  # fmt: skip


def calls(seconds: float) -> int:
    """Return how many calls of so many seconds make up a measurement."""
    return min(max(1, math.ceil(SHORT / seconds)), MOST_CALLS)

"""Times of two callables, each in a process of its own, measured in turn."""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

Prepared = Callable[[], Callable[[], Any]]
"""Makes ready, untimed, and returns what is to be timed."""

Make = Callable[[], Prepared]
"""Builds all that, in another process: it can be pickled."""

SHORT = 0.05
"""Seconds that a measurement takes at least: what is quicker is called several times in a row, as
by timeit, or much of its time would be that of a cache which others have filled meanwhile."""

MOST_CALLS = 100
"""Calls in a row, at most."""

LAST = 10.0
"""Seconds that a process has to end by itself."""

MORE = 3
"""How many times as many pairs are measured where both are quicker than that."""


@dataclass(frozen=True)
class Times:
    """Medians over pairs: processor seconds of each, and the ratios theirs / ours."""

    ours: float
    theirs: float
    ratio: float
    wall: float


class Apart:
    """What is to be timed, in a process of its own: how one of them uses memory, and what it tells
    the allocator, would count for the other.
    """

    def __init__(self, make: Make) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, make))
        self._process.start()
        theirs.close()

    def timed(self, times: int = 1) -> tuple[float, float]:
        """Return processor seconds and seconds by the clock of one call, on the average of some.

        Raises RuntimeError where that failed.
        """
        try:
            self._pipe.send(times)
            found: tuple[float, float] = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise RuntimeError("what is to be timed has failed") from error
        return found

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(LAST)
        self._process.terminate()


def _serve(pipe: Connection, make: Make) -> None:
    prepared = make()
    while True:
        try:
            times = pipe.recv()
        except EOFError:
            return
        pipe.send(timed(prepared, times))


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


def timed(prepared: Prepared, times: int) -> tuple[float, float]:
    """Return processor seconds and seconds by the clock of one call, on the average of some."""
    functions = [prepared() for _ in range(times)]
    wall, processor = time.perf_counter(), time.process_time()
    while functions:
        functions.pop()()  # what it has found is freed at once
    spent, passed = time.process_time() - processor, time.perf_counter() - wall
    return max(spent, 1e-9) / times, passed / times

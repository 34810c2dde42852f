"""What it costs to run formulas in a process of their own: `python -m tests.benchmarks.isolation`.

Every figure is a ratio of medians of pairs, measured in turn in one run, against the same calls in
this process.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from gradcheck import catalogue
from gradcheck.source import execute, read_source
from gradcheck.worker import Calls, Worker
from gradcheck.worker.nursery import nursery

PAIRS = 31
CALLS = 80
"""What one formula is called for in twenty trials: itself, and three times for its rounding."""


def arguments(rows: int, cols: int) -> dict[str, Any]:
    """Draw what `exact` takes at a size."""
    rng = np.random.default_rng(0)
    return {"O": rng.random(rows), "T": rng.random(rows), "x": rng.random(cols), "m": rows - 1}


def seconds(work: Any) -> float:
    """Return how long a piece of work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def main() -> None:
    """Measure and print."""
    located = catalogue.find_formula("exact")
    source = read_source(located.path, located.shown)
    nursery()

    def alone() -> None:
        formula = execute(source)["dJ_dW"]
        for _ in range(CALLS):
            formula(**arguments(4, 3))

    def apart(sets: int = CALLS) -> None:
        with Worker(source) as worker:
            worker.describe()
            worker.evaluate(Calls("dJ_dW", 12), [arguments(4, 3)] * sets)

    pairs = [(seconds(apart), seconds(alone)) for _ in range(PAIRS)]
    report("one file, 80 calls at 4 x 3, start to end", pairs)
    describe = [(seconds(lambda: apart(1)), seconds(lambda: execute(source))) for _ in range(PAIRS)]
    report("one file, started, described, called once", describe)
    large = arguments(1000, 1000)
    formula = execute(source)["dJ_dW"]
    with Worker(source) as worker:
        worker.describe()
        calls = Calls("dJ_dW", 10**6)
        pairs = [(seconds(lambda: worker.evaluate(calls, [large])),
                  seconds(lambda: formula(**large))) for _ in range(PAIRS)]  # fmt: skip
    report("one call at 1000 x 1000", pairs)


def report(what: str, pairs: list[tuple[float, float]]) -> None:
    """Print the medians of both sides and of their ratio."""
    ours, theirs = (1000 * median(side) for side in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    print(f"{what}: {ours:.2f} ms apart, {theirs:.2f} ms in process, ratio {ratio:.1f}")


if __name__ == "__main__":
    main()

"""Rows about whole processes: start-up, and peak memory."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from tests.benchmarks.speed import process
from tests.benchmarks.speed.line import Line

IMPORTS = "import numpy, click, tabulate"

DRAWS = (
    "; rng = numpy.random.default_rng(0); rng.normal(size=({0}, {1})); rng.normal(size={1}); "
    "rng.normal(size={0}); rng.dirichlet(numpy.ones({0}))"
)

GRADCHECK = str(Path(sys.executable).parent / "gradcheck")

MIB = 2**20


def startup(rows: int, columns: int, wanted: str, pairs: int) -> list[dict[str, object]]:
    """`gradcheck run exact` beside a process that imports and draws the same."""
    ours = [GRADCHECK, "run", "exact", "--trials", "1", "--only", "dJ_dW",
            "--size", f"m={rows - 1}", "--size", f"k={columns - 1}"]  # fmt: skip
    theirs = [sys.executable, "-c", IMPORTS + DRAWS.format(rows, columns)]
    return [_compared("gradcheck run exact", f"{rows}x{columns}", ours, theirs, wanted, pairs)]


def textbook(wanted: str, pairs: int) -> list[dict[str, object]]:
    """`gradcheck run textbook` beside the imports alone."""
    ours, theirs = [GRADCHECK, "run", "textbook"], [sys.executable, "-c", IMPORTS]
    return [_compared("gradcheck run textbook", "4x3, 20 trials", ours, theirs, wanted, pairs)]


def _compared(
    work: str, size: str, ours: list[str], theirs: list[str], wanted: str, pairs: int
) -> dict[str, object]:
    mine, other, ratio = process.alternate(ours, theirs, pairs)
    done = Line(work, size, "a process that imports numpy, click, tabulate", mine, other, ratio,
                ratio, wanted=wanted, note="how many times slower; by the clock")  # fmt: skip
    return done.as_dict()


def memory(rows: int, columns: int, wanted: str) -> list[dict[str, object]]:
    """Peak memory of a full check, above a process that holds the inputs and one gradient."""
    full = process.call("whole:peak", rows=rows, columns=columns, full=True)
    least = process.call("whole:peak", rows=rows, columns=columns, full=False)
    done = Line("peak memory, MiB above inputs and a gradient", f"{rows}x{columns}",
                "inputs and one gradient", value=full - least, wanted=wanted,
                note=f"{full:.0f} MiB beside {least:.0f}")  # fmt: skip
    return [done.as_dict()]


def peak(rows: int, columns: int, full: bool) -> float:
    """Return the most memory, in MiB, that this process has had, with or without a full check."""
    from tests.benchmarks.speed.work import Work, full_check, gradient

    w = Work(rows, columns)
    reference = w.reference()
    inputs = {name: reference.sample.values[name][0] for name in "WxbT"}
    held = gradient(**inputs)
    if full:
        full_check(reference, inputs)
    held[0, 0] += 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB

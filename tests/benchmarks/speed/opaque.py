"""Rows about opaque costs, through the library: nothing is known of them but their values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gradcheck
from tests.benchmarks.speed import rivals
from tests.benchmarks.speed.line import Line, absent
from tests.benchmarks.speed.packaged import same
from tests.benchmarks.speed.timing import alternate, kept
from tests.benchmarks.speed.work import Counted, Work, cost, gradient, stubborn_cost

CHECK = "opaque cost"


def ours(function: Callable[..., Any], inputs: rivals.Inputs) -> Callable[[], Any]:
    """Return what checks the right gradient of an opaque cost."""

    def run() -> gradcheck.records.GradientCheck:
        found = gradcheck.check_gradient(function, gradient, inputs, "W", method="entries")
        if found.disagree.any():
            raise AssertionError("the right gradient is accused")
        return found

    return run


def accuracy(function: Callable[..., Any], inputs: rivals.Inputs) -> tuple[float, float]:
    """Return how often ours evaluates the cost for an entry, and how far it is off."""
    counted = Counted(lambda **arguments: function(**arguments))
    found = ours(lambda W, x, b, T: counted(W=W, x=x, b=b, T=T), inputs)()
    off = same(found.numeric.reshape(-1), inputs)
    return counted.values / found.numeric.size, off


def compare(
    rows: int, columns: int, kind: str, beside: str, wanted: str, pairs: int
) -> list[dict[str, object]]:
    """Compare an opaque cost that broadcasts, or does not, with a rival."""
    w = Work(rows, columns)
    work = f"{CHECK}, {kind}"
    package = beside.split(",")[0].split(" ")[0].split(".")[0]
    if beside != "numpy loop, no bound" and not rivals.installed(package):
        return [absent(work, w.size, beside).as_dict()]
    inputs = w.inputs()
    function = cost if kind == "broadcasts" else stubborn_cost
    make = {"numpy loop, no bound": rivals.loop, "numdifftools": rivals.numdifftools,
            "scipy.differentiate": rivals.scipy}[beside]  # fmt: skip
    each, own = accuracy(function, inputs)
    off = same(make(inputs)(), inputs)
    times = alternate(partial(partial, ours, function, inputs),
                      partial(kept, partial(make, inputs)), pairs)  # fmt: skip
    slower = wanted.startswith("<=")
    ratio, wall = (1 / times.ratio, 1 / times.wall) if slower else (times.ratio, times.wall)
    done = Line(work, w.size, beside, times.ours, times.theirs, ratio, wall, wanted=wanted,
                evaluations=(each, 2 if make is rivals.loop else None), off=(own, off),
                note="how many times slower" if slower else "")  # fmt: skip
    return [done.as_dict()]

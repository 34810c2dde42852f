"""Rows about the packaged problem: every entry with its bound, in process, one trial."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.benchmarks.speed import rivals
from tests.benchmarks.speed.line import Line, absent
from tests.benchmarks.speed.timing import Times, alternate, kept
from tests.benchmarks.speed.work import Work, full_check, gradient, precise_gradient

CHECK = "full check with bounds"

LOOPED = 10_000
"""Entries of the loop that are timed; the rest is extrapolated ..."""

VMAPPED = 4096
"""... and of the vmapped one."""

CLOSE = 1e-3
"""How closely a rival's entries must agree with the closed form, relative to the largest."""


def ours(w: Work, inputs: rivals.Inputs) -> Callable[[], Callable[[], Any]]:
    """Return what draws anew, untimed, and then checks every entry; the right formula must pass."""

    def prepared() -> Callable[[], Any]:
        reference = w.reference()

        def run() -> None:
            _, judgement = full_check(reference, inputs)
            if judgement.disagree.any():
                raise AssertionError("the right formula is accused")

        return run

    return prepared


def line(
    w: Work, beside: str, times: Times, wanted: str, note: str = "",
    evaluations: float | None = None, off: float | None = None,
) -> dict[str, object]:  # fmt: skip
    """Return the line of a comparison with ours, which must have computed the same too."""
    reference, counted = w.counted_reference()
    numeric, _ = full_check(reference, w.inputs())
    own = same(numeric.values.reshape(-1), w.inputs())
    return Line(
        CHECK, w.size, beside, times.ours, times.theirs, times.ratio, times.wall,
        evaluations=(counted.values / w.entries, evaluations), off=(own, off), wanted=wanted,
        note=note,
    ).as_dict()  # fmt: skip


def same(found: np.ndarray, inputs: rivals.Inputs) -> float:
    """Return how far a rival's entries, perhaps the first of them, are off; insist on little.

    It is the largest relative error of entries above 1e-6 of the largest.
    """
    right = gradient(**inputs).reshape(-1)[: found.size]
    largest = np.abs(right).max()
    error = np.abs(found - right)
    if error.max() > CLOSE * largest:
        raise AssertionError(f"it computed something else: off by {error.max() / largest:.1e}")
    counted = np.abs(right) > 1e-6 * largest
    return float((error / np.abs(right))[counted].max())


def part(count: int, w: Work) -> str:
    """Say that a time was extrapolated."""
    return "" if count >= w.entries else f"theirs extrapolated from {count} entries"


def beside_loop(rows: int, columns: int, wanted: str, pairs: int) -> list[dict[str, object]]:
    """The plain numpy loop."""
    w = Work(rows, columns)
    inputs, count = w.inputs(), min(LOOPED, w.entries)
    if w.entries >= 10**6:
        count //= 10
    make = partial(rivals.loop, inputs, count)
    off = same(make()(), inputs)
    times = alternate(partial(ours, w, inputs), partial(kept, make), pairs,
                      theirs_share=count / w.entries)  # fmt: skip
    note = part(count, w)
    return [line(w, "numpy loop, no bound", times, wanted, note, evaluations=2, off=off)]


def beside_torch(rows: int, columns: int, wanted: str, pairs: int) -> list[dict[str, object]]:
    """torch.autograd.gradcheck, slow mode."""
    w = Work(rows, columns)
    if not rivals.installed("torch"):
        return [absent(CHECK, w.size, "torch, slow mode").as_dict()]
    inputs = w.inputs()
    make = partial(rivals.torch, inputs, fast=False)
    note = "accepts a right gradient" if make()() else "REFUSES a right gradient"
    times = alternate(partial(ours, w, inputs), partial(kept, make), pairs)
    return [line(w, "torch, slow mode", times, wanted, note, evaluations=2)]


def beside_jax(rows: int, columns: int, wanted: str, pairs: int) -> list[dict[str, object]]:
    """A jitted vmap of central differences, warm."""
    w = Work(rows, columns)
    if not rivals.installed("jax"):
        return [absent(CHECK, w.size, "jax, jitted vmap").as_dict()]
    inputs = w.inputs()
    make = partial(rivals.jax_vmap, inputs, VMAPPED if w.entries > 10 * VMAPPED else None)
    found = make()()
    note, off = part(found.size, w), same(found, inputs)
    times = alternate(partial(ours, w, inputs), partial(kept, make), pairs,
                      theirs_share=found.size / w.entries)  # fmt: skip
    return [line(w, "jax, jitted vmap", times, wanted, note, evaluations=2, off=off)]


def directional(rows: int, columns: int, pairs: int) -> list[dict[str, object]]:
    """Those that look along one random direction."""
    w = Work(rows, columns)
    inputs = w.inputs()
    found = []
    for package, name, make, wanted in (
        ("torch", "torch, fast mode", partial(rivals.torch, inputs, fast=True), ">= 1"),
        ("jax", "jax check_grads", partial(rivals.jax_check, inputs), ""),
        ("autograd", "autograd check_grads", partial(rivals.autograd_check, inputs), ""),
    ):
        if not rivals.installed(package):
            found.append(absent(CHECK, w.size, name).as_dict())
            continue
        note = "one direction only" if make()() else "one direction only; REFUSES a right gradient"
        if package == "torch":
            zero = rivals.torch(inputs, fast=True, wrong=np.zeros_like(inputs["W"]))()
            note += f"; {'accepts' if zero else 'refuses'} an all-zero gradient"
        times = alternate(partial(ours, w, inputs), partial(kept, make), pairs)
        found.append(line(w, name, times, wanted, note))
    return found


def least(inputs: rivals.Inputs) -> Callable[[], bool]:
    """Return what computes the exact gradient once, and compares it once."""
    known = gradient(**inputs)

    def run() -> bool:
        return bool((np.abs(gradient(**inputs) - known) <= 1e-7 * np.abs(known)).all())

    return run


def floor(rows: int, columns: int, wanted: str, pairs: int) -> list[dict[str, object]]:
    """One exact gradient and one comparison: no check can take less."""
    w = Work(rows, columns)
    inputs = w.inputs()
    times = alternate(partial(ours, w, inputs), partial(kept, partial(least, inputs)), pairs)
    done = Line(CHECK, w.size, "one exact gradient, one comparison", times.ours, times.theirs,
                1 / times.ratio, 1 / times.wall, wanted=wanted,
                note="how many times slower")  # fmt: skip
    return [done.as_dict()]


def accuracy(rows: int, columns: int) -> list[dict[str, object]]:
    """How far off the numeric derivative is, against the closed form in extended precision."""
    w = Work(rows, columns)
    inputs = w.inputs()
    numeric, judgement = full_check(w.reference(), inputs)
    right = precise_gradient(inputs)
    error = np.abs(numeric.values[0] - right)
    largest = np.abs(right).max()
    above = np.abs(right) > 1e-6 * largest
    finite = np.isfinite(numeric.bound[0])
    beyond = int((error > numeric.bound[0])[finite].sum())
    undecided = int(judgement.inconclusive.sum())
    own = float((error[above] / np.abs(right[above])).max())
    work = "accuracy of the numeric derivative"
    told = f"{w.entries - int(finite.sum())} unknown; {undecided} inconclusive"
    lines = (
        Line(work, w.size, "the largest", value=float(error.max() / largest), wanted="<= 1e-9",
             note="largest error, relative to the largest entry"),
        Line(work, w.size, "itself", value=own, wanted="<= 1e-6",
             note="largest relative error of entries above 1e-6 of the largest"),
        Line(work, w.size, "its bound", value=beyond, wanted="<= 0",
             note=f"false bounds; {told}"),
    )  # fmt: skip
    return [one.as_dict() for one in lines]


def growth(sides: list[int], wanted: str, repeats: int) -> list[dict[str, object]]:
    """The exponent of the time's growth with the number of entries, fitted."""
    seconds = []
    for side in sides:
        w = Work(side, side)
        prepared = ours(w, w.inputs())
        prepared()()
        measured = []
        for _ in range(repeats):
            run = prepared()
            started = time.process_time()
            run()
            measured.append(time.process_time() - started)
        seconds.append(float(np.median(measured)))
    slope = float(np.polyfit(np.log([side**2 for side in sides]), np.log(seconds), 1)[0])
    told = ", ".join(f"{side}x{side} {s:.2g} s" for side, s in zip(sides, seconds, strict=True))
    size = f"{sides[0]}x{sides[0]} to {sides[-1]}x{sides[-1]}"
    done = Line("growth with N, packaged problem", size, "exponent", value=slope, wanted=wanted,
                note=told)  # fmt: skip
    return [done.as_dict()]

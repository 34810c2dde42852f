"""Rows about huge opaque costs: screening by blocks."""

from __future__ import annotations

import numpy as np

import gradcheck
from tests.benchmarks.speed.line import Line
from tests.benchmarks.speed.work import Counted, Work, gradient, stubborn_cost

CHANGES = {
    "sign flipped": lambda values, largest: -values,
    "off by 1e-3 of the largest": lambda values, largest: values + 1e-3 * largest,
    "off by 1e-3 of their own": lambda values, largest: values * (1 + 1e-3),
}


def screen(side: int, count: int, change: str, seed: int) -> dict[str, float]:
    """Screen one draw with so many random entries changed."""
    inputs = Work(side, side, seed).inputs()
    claimed = gradient(**inputs)
    places = np.random.default_rng((seed, count)).choice(claimed.size, count, replace=False)
    flat, right = claimed.reshape(-1), claimed.reshape(-1).copy()
    if count:
        flat[places] = CHANGES[change](flat[places], np.abs(claimed).max())
    counted = Counted(stubborn_cost)
    found = gradcheck.check_gradient(
        lambda W: counted(**{**inputs, "W": W}), lambda W: claimed, inputs["W"], method="blocks"
    )
    accused = np.flatnonzero(found.disagree)
    missed = np.setdiff1d(places, accused)
    sizes = np.abs(flat - right)[missed]
    resolution = found.screened.resolution or np.inf
    return {
        "evaluations": counted.values, "missed": missed.size, "resolution": resolution,
        "accused": int(np.setdiff1d(accused, places).size),
        "largest": float((sizes / resolution).max(initial=0.0)),
        "undecided": int(found.inconclusive.sum()),
        "relative": float(found.screened.relative or np.inf),
    }  # fmt: skip


def wrong(side: int, count: int, change: str, seeds: int) -> list[dict[str, object]]:
    """Wrong entries: are all found, or is what is missed below the resolution?"""
    found = [screen(side, count, change, seed) for seed in range(seeds)]
    missed = int(sum(one["missed"] for one in found))
    most = max(one["evaluations"] for one in found)
    work, size = f"blocks, {count} wrong, {change}", f"{side}x{side}"
    blunt = max(one["relative"] for one in found)
    told = (
        f"{missed} of {count * seeds} missed in {seeds} seeds, "
        f"{int(sum(one['accused'] for one in found))} accused falsely; "
        f"resolution at worst {blunt:.0e} of the largest"
    )
    cost = Line(work, size, "evaluations, at most", value=most, wanted="<= 2000")
    if change == "off by 1e-3 of their own":
        value, beside = max(one["largest"] for one in found), "missed, in units of the resolution"
        figure = Line(work, size, beside, value=value, wanted="<= 1", note=told)
    else:
        figure = Line(work, size, "missed", value=missed, wanted="<= 0", note=told)
    return [figure.as_dict(), cost.as_dict()]


def right(side: int, seeds: int) -> list[dict[str, object]]:
    """A right formula."""
    found = [screen(side, 0, "", seed) for seed in range(seeds)]
    accused = int(sum(one["accused"] for one in found))
    undecided = int(sum(one["undecided"] > 0 for one in found))
    work, size = "blocks, right formula", f"{side}x{side}"
    note = f"{seeds} seeds, {undecided} of them with entries left inconclusive"
    most = max(one["evaluations"] for one in found)
    lines = (
        Line(work, size, "accused", value=accused, wanted="<= 0", note=note),
        Line(work, size, "evaluations, at most", value=most, wanted="<= 50"),
    )
    return [line.as_dict() for line in lines]

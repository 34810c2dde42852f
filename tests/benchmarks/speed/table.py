"""The rows: which function measures each, at which sizes, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PAIRS = 5


@dataclass(frozen=True)
class Row:
    """One row or several that belong together, measured in a process of their own."""

    name: str
    """What `--only` selects it by, from its beginning."""
    function: str
    arguments: dict[str, Any]
    quick: dict[str, Any] | None = None
    """What is different in a quick run; None: it is left out there."""


def rows() -> list[Row]:
    """Return all rows, in the order of the table."""
    return [*_packaged(), *_opaque(), *_blocks(), *_whole()]


def _sized(rows: int, columns: int, **more: Any) -> dict[str, Any]:
    return {"rows": rows, "columns": columns, **more}


def _packaged() -> list[Row]:
    found = []
    for r, c, loop, torch, jax in (
        (10, 784, 100, 500, 50), (300, 300, 1000, 1000, 1000), (100, 1000, 1000, None, None),
        (1000, 1000, 5000, None, None),
    ):  # fmt: skip
        quick = {"pairs": 2} if r * c < 50_000 else None
        for name, wanted in (("loop", loop), ("torch", torch), ("jax", jax)):
            if wanted is not None:
                pairs = 2 if name != "loop" and r * c > 50_000 else PAIRS
                arguments = _sized(r, c, wanted=f">= {wanted}", pairs=pairs)
                found.append(Row(f"{name} {r}x{c}", f"packaged:beside_{name}", arguments, quick))
    small = {"rows": 100, "columns": 100}
    big = _sized(1000, 1000, pairs=PAIRS)
    return [
        *found,
        Row("directional", "packaged:directional", big, {**small, "pairs": 2}),
        Row("floor", "packaged:floor", {**big, "wanted": "<= 12"}, {**small, "pairs": 2}),
        Row("accuracy", "packaged:accuracy", _sized(1000, 1000), small),
        Row("growth", "packaged:growth",
            {"sides": [100, 178, 316, 562, 1000], "wanted": "<= 1.05", "repeats": 7},
            {"sides": [30, 50, 100], "repeats": 3}),
    ]  # fmt: skip


def _opaque() -> list[Row]:
    found = []
    for r, c in ((10, 784), (100, 100)):
        for beside, wanted in (("numpy loop, no bound", ">= 2"), ("numdifftools", ">= 40")):
            arguments = _sized(r, c, kind="broadcasts", beside=beside, wanted=wanted, pairs=3)
            name = f"opaque {beside.split(',')[0]} {r}x{c}"
            found.append(Row(name, "opaque:compare", arguments, {"pairs": 1}))
    scipy = _sized(10, 20, kind="broadcasts", beside="scipy.differentiate", wanted="", pairs=3)
    found.append(Row("opaque scipy 10x20", "opaque:compare", scipy, {"pairs": 1}))
    arguments = _sized(10, 784, kind="does not broadcast", beside="numpy loop, no bound",
                       wanted="<= 3", pairs=3)  # fmt: skip
    found.append(Row("opaque loop, no broadcast", "opaque:compare", arguments, {"pairs": 1}))
    return found


def _blocks() -> list[Row]:
    quick = {"side": 300, "seeds": 3}
    found = [
        Row(f"blocks {count} wrong, {change}", "blocks:wrong",
            {"side": 1000, "count": count, "change": change, "seeds": 20}, quick)
        for change in ("sign flipped", "off by 1e-3 of the largest", "off by 1e-3 of their own")
        for count in (1, 5)
    ]  # fmt: skip
    return [*found, Row("blocks right", "blocks:right", {"side": 1000, "seeds": 100}, quick)]


def _whole() -> list[Row]:
    found = [
        Row(f"startup {r}x{c}", "whole:startup", _sized(r, c, wanted="<= 2", pairs=9),
            {"pairs": 3} if r * c < 50_000 else None)
        for r, c in ((10, 784), (300, 300), (1000, 1000))
    ]  # fmt: skip
    return [
        *found,
        Row("startup textbook", "whole:textbook", {"wanted": "<= 1.35", "pairs": 15}, {"pairs": 3}),
        Row("memory", "whole:memory", _sized(1000, 1000, wanted="<= 120"),
            {"rows": 100, "columns": 100}),
    ]  # fmt: skip

"""Tables of entries, and how numbers look in them."""

import math
from collections.abc import Sequence

from gradcheck.records import Doubt, Entry
from gradcheck.report.fit import fitted, told

DOUBTS = {
    Doubt.FLAT: "flat",
    Doubt.KINK: "kink",
    Doubt.STAIRCASE: "staircase",
    Doubt.SINGULAR: "singular",
    Doubt.NOT_FINITE: "not finite",
    Doubt.NOISY: "noisy",
    Doubt.COARSE: "coarse",
    Doubt.UNSOUND: "unsound",
}


def number(value: float) -> str:
    """Return a number to seven digits, as short as that allows."""
    return f"{value + 0.0:.7g}" if math.isfinite(value) else str(value)  # 0 has no sign


def small(value: float) -> str:
    """Return the size of an error: two digits are enough."""
    return f"{value:.1e}" if value and math.isfinite(value) else number(value)


def index_text(index: Sequence[int]) -> str:
    """Return an index as it follows a name, `[1,2]`; nothing for a scalar."""
    return f"[{','.join(map(str, index))}]" if index else ""


DISPENSABLE = ("worst in", "in trials", "allowed", "difference")
"""Columns that a narrow terminal does without, the first to go first."""


def entry_table(entries: Sequence[Entry], of_trials: int, width: int) -> list[str]:
    """Return the lines of a table of entries, each at its worst trial."""
    rows = [
        [
            index_text(entry.index) or "value",
            number(entry.analytic),
            number(entry.numeric),
            small(entry.difference),
            small(entry.allowed),
            f"{len(entry.trials)} of {of_trials}",
            entry.trial,
            DOUBTS.get(entry.doubt, ""),
        ]
        for entry in entries
    ]
    heads = ["entry", "formula", "numeric", "difference", "allowed", "in trials", "worst in", ""]
    align = ["left", *["right"] * 6, "left"]
    if not any(row[-1] for row in rows):
        rows, heads, align = [row[:-1] for row in rows], heads[:-1], align[:-1]
    lines, left_out = fitted(rows, heads, align, width, DISPENSABLE)
    return [*lines, *told(left_out)]

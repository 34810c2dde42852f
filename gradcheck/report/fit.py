"""Tables that fit a terminal: first closer together, then without their least important columns."""

import re
from collections.abc import Sequence

SIGNS = re.compile(r"\x1b\[[\d;]*m")
"""Colours, which take no room."""


def fitted(
    rows: Sequence[Sequence[object]], heads: Sequence[str], align: Sequence[str], width: int,
    dispensable: Sequence[str] = (),
) -> tuple[list[str], list[str]]:  # fmt: skip
    """Return the lines of a table that is at most `width` wide, and the heads left out.

    Of the `dispensable` columns, the first go first. Without all of them the table may be too wide.
    """
    lines = _drawn(rows, heads, align, close=False)
    if _width(lines) <= width:
        return lines, []
    lines, left_out = _drawn(rows, heads, align, close=True), []
    for head in dispensable:
        if _width(lines) <= width:
            break
        if head in heads:
            at = list(heads).index(head)
            rows = [[*row[:at], *row[at + 1 :]] for row in rows]
            heads, align = [*heads[:at], *heads[at + 1 :]], [*align[:at], *align[at + 1 :]]
            left_out.append(head)
            lines = _drawn(rows, heads, align, close=True)
    return lines, left_out


def told(left_out: Sequence[str]) -> list[str]:
    """Return a line on what was left out of a table, if anything was."""
    if not left_out:
        return []
    return [f"left out of so narrow a table: {', '.join(left_out)}"]


def _width(lines: Sequence[str]) -> int:
    return max((len(SIGNS.sub("", line).rstrip()) for line in lines), default=0)


def _drawn(
    rows: Sequence[Sequence[object]], heads: Sequence[str], align: Sequence[str], close: bool
) -> list[str]:
    import tabulate  # takes longer to load than a report where all agree to make

    padding = tabulate.MIN_PADDING
    try:
        tabulate.MIN_PADDING = 0 if close else padding  # what a head may be wider than its column
        return tabulate.tabulate(
            rows, heads, tablefmt="simple", disable_numparse=True, colalign=align
        ).splitlines()
    finally:
        tabulate.MIN_PADDING = padding

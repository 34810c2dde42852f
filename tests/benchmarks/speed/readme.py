"""The table as README quotes it: fewer columns, between two marks."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from tests.benchmarks.speed.line import Line

BEGIN, END = "<!-- the table of speed -->\n", "<!-- its end -->\n"

HEADS = ("work", "size", "beside", "ours", "theirs", "measured", "wanted", "")


def short(lines: Sequence[Line], told: str) -> str:
    """Return the lines that have a figure, and what machine they are of, as Markdown."""
    rows = [_cells(line) for line in lines if line.wanted]
    table = tabulate(rows, HEADS, tablefmt="github", disable_numparse=True)
    return f"{table}\n\nMeasured on {told}.\n"


def _cells(line: Line) -> list[str]:
    work, size, beside, _, _, measured, _, wanted, held, *_ = line.cells()
    beside = f"{beside}, {line.note}" if "extrapolated" in line.note else beside
    times = [_time(line.ours), _time(line.theirs)]
    return [work, size, beside, *times, measured, wanted.replace("<=", "at most").replace(
        ">=", "at least"), held]  # fmt: skip


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def quoted(text: str, table: str) -> str:
    """Return a text with the table between its marks. Raises ValueError where it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"there is no {BEGIN.strip()} and {END.strip()} to put the table between")
    return f"{before}{begin}\n{table}\n{end}{after}"

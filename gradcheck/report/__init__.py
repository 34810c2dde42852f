"""Reports: pure functions from the record of a run to text, one module for each format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from gradcheck.records import Report

FORMATS = {"table": "gradcheck.report.table", "json": "gradcheck.report.json",
           "jsonl": "gradcheck.report.jsonl"}  # fmt: skip
"""The formats by name, and the modules that write them."""

STREAMED = ("jsonl",)
"""The formats that are written as results come, rather than at the end."""

COMPARISONS = {**FORMATS, "table": "gradcheck.report.ranking"}
"""The same for a comparison of many formulas, which is one table."""


@dataclass(frozen=True)
class Style:
    """How a report for people is to look."""

    color: bool = False
    width: int = 80
    """Columns of the terminal."""
    rows: int = 10
    """Rows of the table of the worst entries."""
    verbosity: int = 0
    """-1 verdicts only, 0 as usual, 1 with everything that is known."""


def render(name: str, report: Report, style: Style, formats: Mapping[str, str] = FORMATS) -> str:
    """Return the report in the format `name` of `formats`, ending with a line break."""
    write: Callable[[Report, Style], str] = import_module(formats[name]).write
    return write(report, style)

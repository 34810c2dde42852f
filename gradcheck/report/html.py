"""The report as one HTML file that needs no network: verdicts, maps, causes, working by hand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from gradcheck.harmless import harmless
from gradcheck.records import Derivation, Doubt, Entry, FileReport, Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.causes import case_lines
from gradcheck.report.chart import Chart, draw_chart
from gradcheck.report.screened import screening_notes
from gradcheck.report.tables import DOUBTS, index_text, number, small
from gradcheck.report.told import checked_against, details, reason
from gradcheck.report.verdicts import missing, tally
from gradcheck.settings import RULE

CODES = {0: ("a", "·"), 1: ("i", "?"), 2: ("d", "×"), -1: ("n", " ")}
"""Class and sign of each code of a map: no verdict is told by colour alone."""

WORDS = {Verdict.AGREE: ("a", "✓", "agrees"), Verdict.INCONCLUSIVE: ("i", "?", "inconclusive"),
         Verdict.DISAGREE: ("d", "×", "disagrees"), Verdict.ERROR: ("e", "!", "error")}  # fmt: skip

MOST_CELLS = 20_000
"""Cells of a map; more would make a page that no browser likes."""


@dataclass(frozen=True)
class Line:
    """A formula of a derivation, as a line of it."""

    name: str
    doc: str
    verdict: Verdict
    is_first_wrong: bool


def write(report: Report, style: Style) -> str:
    """Return the page, ending with a line break."""
    environment = Environment(
        loader=PackageLoader("gradcheck", "report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    environment.globals.update(
        WORDS=WORDS, RULE=RULE, grid=grid, reason=reason, details=details, chart=chart,
        entry_row=entry_row, index_text=index_text, case_lines=case_lines, lines=lines,
        values=values, checked_against=checked_against, screening_notes=screening_notes,
        missing=missing,
    )  # fmt: skip
    page = environment.get_template("page.html.j2")
    return page.render(report=report, tally=tally(report.results), rows=max(style.rows, 1)) + "\n"


def _shown(value: Any) -> Any:
    """Make text harmless line by line; markup that the template made itself stays."""
    if type(value) is not str:  # jinja2's Markup is a kind of str
        return value
    return "\n".join(map(harmless, value.split("\n")))


def grid(result: Result) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rows of the map: the index of each, and class and sign of its cells."""
    codes = result.map
    if codes.size == 0 or result.screened is not None:
        return []  # of a screened one the map would be all but blank
    rows = codes.reshape(-1, codes.shape[-1]) if codes.ndim else codes.reshape(1, 1)
    lead = codes.shape[:-1]
    most = max(1, MOST_CELLS // rows.shape[1])
    return [
        (",".join(str(int(i)) for i in np.unravel_index(place, lead)) if lead else "",
         [CODES[int(code)] for code in row[:MOST_CELLS]])
        for place, row in enumerate(rows[:most])
    ]  # fmt: skip


def values(result: Result) -> dict[str, list[str]]:
    """Return what hovering shows of the entries that do not agree, by their index."""
    return {",".join(map(str, entry.index)): list(entry_row(entry)) for entry in result.entries}


def entry_row(entry: Entry) -> tuple[str, ...]:
    """Return formula, numeric, difference, allowed, worst trial and doubt of an entry."""
    doubt = DOUBTS.get(entry.doubt, "") if entry.doubt is not Doubt.NONE else ""
    return (number(entry.analytic), number(entry.numeric), small(entry.difference),
            small(entry.allowed), str(entry.trial), doubt)  # fmt: skip


def chart(result: Result, rows: int) -> Chart | None:
    """Return difference against tolerance for the worst entries."""
    return draw_chart(result.entries[:rows])


def lines(file: FileReport, derivation: Derivation) -> list[Line]:
    """Return the lines of a derivation, the first wrong one marked."""
    return [
        Line(result.name, " ".join(result.doc.split()), result.verdict,
             result.name == derivation.first_wrong)
        for result in file.results
        if result.derivative == derivation.derivative
    ]  # fmt: skip

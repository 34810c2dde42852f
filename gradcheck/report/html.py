"""The report as one page of HTML that needs nothing else: no network, no mouse, no script to read.

The template lies in `page/`, with the style and the script that are put into the page. The script
only adds the numbers of the entry that is pointed at; it is admitted by its digest, so that nothing
else in the page is ever run.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gradcheck import __version__
from gradcheck.harmless import harmless
from gradcheck.records import Derivation, FileReport, Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.causes import value_text
from gradcheck.report.figures import Figures, figures
from gradcheck.report.grid import Grid
from gradcheck.report.screened import (
    how_checked,
    resolution_text,
    screening_notes,
    share_wrong,
)
from gradcheck.report.table import REASONS, VERBS, counted
from gradcheck.report.tables import DOUBTS, index_text, number, small
from gradcheck.report.told import is_wanted, reason, unaccounted
from gradcheck.report.verdicts import missing, tally
from gradcheck.settings import RULE

SIGNS = {Verdict.AGREE: "✓", Verdict.DISAGREE: "✕", Verdict.INCONCLUSIVE: "?", Verdict.ERROR: "!"}

OPEN = 3
"""Results up to which all are unfolded; of more, only those that are not as wanted."""

MOST_FIGURES = 100
"""Results with pictures, those that are not as wanted first; a page with more would be slow."""

MOST_ENTRIES = 200_000
"""Entries of all pictures together: about 14 MB of page."""


def write(report: Report, style: Style | None = None) -> str:
    """Return the page, ending with a line break."""
    script = _environment().get_template("page.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    numbered = _numbered(report)
    page = _environment().get_template("page.html").render(
        report=report, style=style or Style(), version=__version__, numbered=numbered,
        figures=dict(_drawn(numbered)), digest=digest,
    )  # fmt: skip
    return page.rstrip("\n") + "\n"


def _numbered(report: Report) -> list[tuple[int, FileReport, Result]]:
    """Return all results with their places in the page."""
    pairs = [(file, result) for file in report.files for result in file.results]
    return [(place, file, result) for place, (file, result) in enumerate(pairs)]


def _drawn(
    numbered: list[tuple[int, FileReport, Result]],
) -> Iterator[tuple[int, Figures | None]]:
    """Yield the pictures of as many results as a page can bear, by their places in it."""
    room = MOST_ENTRIES
    ranked = sorted(numbered, key=lambda one: is_wanted(one[1], one[2]))
    for place, _, result in ranked[:MOST_FIGURES]:
        entries = Grid(result.map.shape).shown if result.screened is None else 0
        if entries <= room:
            room -= entries
            yield place, figures(result)


def _lines(file: FileReport, derivation: Derivation) -> Iterator[Result]:
    """Yield the lines of a derivation."""
    yield from (r for r in file.results if r.derivative == derivation.derivative and r.label)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gradcheck.report", "page"), autoescape=True, finalize=_shown,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(
        verbs=VERBS, signs=SIGNS, reasons=REASONS, doubts=DOUBTS, rule=RULE, Verdict=Verdict,
        counted=counted, reason=reason, is_wanted=is_wanted, unaccounted=unaccounted, tally=tally,
        missing=missing, screening_notes=screening_notes, how_checked=how_checked,
        share_wrong=share_wrong, resolution_text=resolution_text, lines=_lines,
        value_text=value_text, opened=OPEN,
    )  # fmt: skip
    environment.filters.update(number=number, small=small, index=index_text)
    return environment


def _shown(value: Any) -> Any:
    """Make text harmless on its way into the page; it is escaped after that."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "\n".join(harmless(line) for line in value.split("\n"))
    return value

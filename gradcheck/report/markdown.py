"""The report as Markdown: a table of all formulas, and what the screen says of those that fail.

Whatever comes from a formula file stands in a code span or a fence, where nothing in it can become
a link, a mention, markup or a cell of the table.
"""

import re

from gradcheck.harmless import harmless
from gradcheck.records import Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.screened import how_checked, resolution_text, share_wrong
from gradcheck.report.table import VERBS
from gradcheck.report.tables import index_text, small
from gradcheck.report.told import checked_against, details, is_wanted, unwanted
from gradcheck.report.verdicts import missing, tally

SIGNS = {
    Verdict.AGREE: "✅",
    Verdict.DISAGREE: "❌",
    Verdict.INCONCLUSIVE: "❔",
    Verdict.ERROR: "💥",
}

MOST_ROWS = 500
"""Rows of the table: a summary of a step may have a megabyte."""

MOST_DETAILS = 50


def write(report: Report, style: Style | None = None) -> str:
    """Return the report as Markdown, ending with a line break."""
    verbosity = style.verbosity if style is not None else 0
    blocks = ["# gradcheck", overview(report)]
    if verbosity >= 0:
        told = list(report.results) if verbosity > 0 else unwanted(report)
        blocks += [_details(result) for result in told[:MOST_DETAILS]]
        if len(told) > MOST_DETAILS:
            blocks.append(f"{MOST_DETAILS} of {len(told)} shown.")
        against = dict.fromkeys(checked_against(report, r) for r in report.results if r.derivative)
        blocks += [f"Checked against {code(one)}" for one in against]
    return "\n\n".join(blocks) + "\n"


def overview(report: Report) -> str:
    """Return the verdicts as a table, what is not as expected, and the tally."""
    fine = {id(r) for file in report.files for r in file.results if is_wanted(file, r)}
    ranked = sorted(report.results, key=lambda result: id(result) in fine)
    lines = ["|  | formula | derivative | verdict | wrong | worst difference | resolution |",
             "|---|---|---|---|---:|---:|---:|"]  # fmt: skip
    lines += [_row(result) for result in ranked[:MOST_ROWS]]
    blocks = ["\n".join(lines)]
    if len(ranked) > MOST_ROWS:
        blocks.append(f"{MOST_ROWS} of {len(ranked)} shown.")
    if report.unexpected:
        blocks.append("\n".join(f"- not as expected: {code(one)}" for one in report.unexpected))
    if report.missing:
        blocks.append(f"- {code(missing(report))}")
    return "\n\n".join([*blocks, tally(report.results)])


def _row(result: Result) -> str:
    worst = result.worst
    cells = (
        SIGNS[result.verdict],
        code(result.context.formula),
        code(result.name) if result.derivative else "",
        VERBS[result.verdict] + how_checked(result),
        share_wrong(result),
        f"{small(worst.difference)} at {index_text(worst.index) or 'value'}" if worst else "",
        resolution_text(result),
    )
    return f"| {' | '.join(cells)} |"


def _details(result: Result) -> str:
    name = code(result.name) if result.derivative else ""
    heading = f"{SIGNS[result.verdict]} {code(result.context.formula)} {name}".rstrip()
    return f"## {heading} {VERBS[result.verdict]}\n\n{fence(details(result))}"


def code(text: str) -> str:
    """Return one line of text as a code span, which is safe in a cell of a table too."""
    text = harmless(" ".join(text.split()))
    if re.search(r"[|`\\]", text):
        # Cells end at a bar and spans at a grave accent, whatever stands before them: as references
        # to characters they are neither.
        signs = (s if s.isalnum() or s == " " or not s.isascii() else f"&#{ord(s)};" for s in text)
        return f"<code>{''.join(signs)}</code>"
    return f"`{text}`" if text else ""


def fence(text: str) -> str:
    """Return lines of text as they are, fenced in by more grave accents than they have."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}text\n{text}\n{marks}"

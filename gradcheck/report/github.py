"""The report for GitHub: workflow commands that annotate functions, and a summary of the step.

Source: "Workflow commands for GitHub Actions", GitHub's documentation.
"""

from pathlib import PurePath

from gradcheck.harmless import harmless
from gradcheck.records import Report, Result, Verdict
from gradcheck.report import Style
from gradcheck.report.causes import cause_lines
from gradcheck.report.markdown import overview
from gradcheck.report.told import full_name, reason, title, unaccounted, unwanted
from gradcheck.report.verdicts import tally

MOST = 10
"""GitHub shows no more annotations of a step."""

STDIN = "-"
"""The path of a formula that has no file."""


def write(report: Report, style: Style | None = None) -> str:
    """Return an annotation for each result that is not as wanted, then the tally."""
    root = style.root if style is not None else ""
    commands = [_annotation(result, root) for result in unwanted(report)]
    commands += [
        command("error", told, title="not as expected")
        for file in report.files
        for told in unaccounted(file)
    ]
    shown = commands[:MOST]
    if len(commands) > MOST:
        more = f"{len(commands) - MOST} more are not annotated; the report has them all"
        shown.append(command("notice", more, title="gradcheck"))
    return "\n".join([*shown, tally(report.results)]) + "\n"


def summary(report: Report) -> str:
    """Return the Markdown for the summary of the step."""
    return f"### gradcheck\n\n{overview(report)}\n"


def command(level: str, message: str, **properties: str) -> str:
    """Return a workflow command, its parts escaped so that they cannot become another."""
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{level} {told}::{_data(message)}"


def _annotation(result: Result, root: str) -> str:
    context = result.context
    level = "warning" if result.verdict is Verdict.INCONCLUSIVE else "error"
    place = {}
    if context.path is not None and context.path != STDIN:
        path = harmless((PurePath(root) / context.path).as_posix())
        place = {"file": path, "line": str(result.line or 1)}
    told = [f"{full_name(result)}: {reason(result)}"]
    told += [line for cause in result.causes for line in cause_lines(cause)]
    if result.error is not None:
        told += [f"note: {note}" for note in result.error.notes]
        told += [f"help: {result.error.remedy}"] if result.error.remedy else []
    if result.reproduce:
        told.append(f"reproduce: {result.reproduce}")
    message = "\n".join(harmless(line) for text in told for line in text.split("\n"))
    return command(level, message, **place, title=title(result))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

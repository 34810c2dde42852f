"""Reports: pure functions from the record of a run to text, one module for each format."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError
from gradcheck.records import Report

FORMATS = {
    name: f"gradcheck.report.{name}"
    for name in ("table", "json", "jsonl", "junit", "github", "markdown", "html", "gradescope")
}
"""The formats by name, and the modules that write them."""

STREAMED = ("jsonl",)
"""The formats that are written as results come, rather than at the end."""

COMPARISONS = {**FORMATS, "table": "gradcheck.report.ranking"}
"""The same for a comparison of many formulas, which is one table."""

EXTRAS = {"junit": "junitparser", "html": "jinja2", "plot": "matplotlib"}
"""What a format, or `plot`, needs beyond gradcheck's own dependencies: the extra of the same name
has it."""

EXPLANATIONS = {**FORMATS, "table": "gradcheck.report.explanation"}
"""The same for an explanation, which tells all that was found out."""


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
    root: str = ""
    """The working folder as seen from the repository's, where that is another."""


def refuse_missing(names: Iterable[str]) -> None:
    """Raise UsageError where a format, or `plot`, needs a package that is not installed."""
    for name in names:
        package = EXTRAS.get(name)
        if package is not None and not _is_there(package):
            raise UsageError(
                f"`{name}` needs the package {package}, which is not installed",
                remedy=f"pip install 'gradcheck[{name}]'",
            )


def _is_there(package: str) -> bool:
    from importlib.util import find_spec  # most runs need no extra

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def render(name: str, report: Report, style: Style, formats: Mapping[str, str] = FORMATS) -> str:
    """Return the report in the format `name` of `formats`, ending with a line break.

    Raises UsageError where it needs a package that is not installed.
    """
    refuse_missing([name])
    write: Callable[[Report, Style], str] = import_module(formats[name]).write
    return write(report, style)

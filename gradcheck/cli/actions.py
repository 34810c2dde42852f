"""GitHub Actions: where a step runs, and where its summary goes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradcheck.records import Report


def folder_in_repository() -> str:
    """Return the working folder as seen from the repository's; empty where it is the same."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace:
        return ""
    here, root = Path.cwd().resolve(), Path(workspace).resolve()
    return here.relative_to(root).as_posix() if here != root and here.is_relative_to(root) else ""


def write_summary(report: "Report") -> None:
    """Append the table of verdicts to the summary of the step, if this is one.

    Raises UsageError where the summary cannot be written.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from gradcheck.output import Stream
    from gradcheck.report.github import summary

    stream = Stream(Path(path), append=True)
    try:
        stream.write(summary(report))
    finally:
        stream.close()

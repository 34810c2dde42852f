"""Ctrl-C, with what was finished before it.

Both are KeyboardInterrupt: whoever does not know them is interrupted as ever.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradcheck.records import FileReport, Report


class FileInterrupted(KeyboardInterrupt):
    """The check of a file was interrupted."""

    def __init__(self, report: "FileReport") -> None:
        """Carry the results that are complete, and the names of the formulas that have none."""
        super().__init__(report)
        self.report = report


class RunInterrupted(KeyboardInterrupt):
    """A run was interrupted."""

    def __init__(self, report: "Report") -> None:
        """Carry the report on what is complete, which says what is missing."""
        super().__init__(report)
        self.report = report

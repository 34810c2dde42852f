"""Formula files and formulas as pytest sees them: collectors and items."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gradcheck.pipeline import Checker
    from gradcheck.records import Report
    from gradcheck.settings import Settings


class NoTests(pytest.File):
    """A formula file where pytest would look for tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield nothing."""
        return iter(())


class FormulaFile(pytest.File):
    """A formula file."""

    checker: "Checker | None" = None
    """Kept from one formula to the next, with the numeric derivatives."""

    def collect(self) -> Iterator["FormulaItem"]:
        """Yield an item for each formula, by the names in the file, which is not run.

        A file that cannot be parsed, or in which there is none, is one item, which fails.
        """
        found = list(_claims(self.path))
        for name, line in dict(found or [("formulas", 1)]).items():
            yield FormulaItem.from_parent(self, name=name, line=line, only=bool(found))

    def check(self, only: str | None) -> "Report":
        """Check the formulas that `only` means."""
        from dataclasses import replace

        from gradcheck.pipeline import Check, Checker
        from gradcheck.records import Report
        from gradcheck.settings import Only

        settings = settings_here(self.config)
        if only is not None:
            settings = replace(settings, only=Only(only, function=True))
        self.checker = self.checker or Checker()
        shown = os.path.relpath(self.path)
        report = self.checker.check_file(Check(shown, settings))
        return Report(settings.seed, len(settings.chosen_trials), (report,))


class FormulaItem(pytest.Item):
    """One formula of a file."""

    def __init__(self, *, line: int, only: bool, **rest: Any) -> None:
        super().__init__(**rest)
        self.line = line
        self.only = self.name if only else None
        self.add_marker("gradcheck")

    def runtest(self) -> None:
        """Check the formula. Raises NotAgreedError, with the report, unless it agrees."""
        from gradcheck.errors import GradcheckError

        file = self.parent
        assert isinstance(file, FormulaFile)  # noqa: S101  # it has collected this item
        try:
            report = file.check(self.only)
        except GradcheckError as error:
            told = [f"error: {error.message}", *(f"note: {note}" for note in error.notes)]
            told += [f"help: {error.remedy}"] if error.remedy else []
            raise NotAgreedError("\n".join(told)) from None
        if not report.results:
            pytest.skip("a helper: its name is no derivative of the problem")
        if report.exit_code:
            from gradcheck.report import Style, render

            style = Style(width=self.config.get_terminal_writer().fullwidth)
            raise NotAgreedError(render("table", report, style).rstrip())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the report, where that is why it failed, and nothing of pytest's."""
        if isinstance(excinfo.value, NotAgreedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the formula begins."""
        return self.path, self.line - 1, f"{self.path.name}: {self.name}"


class NotAgreedError(Exception):
    """A formula disagrees, or is not decided, or could not be judged; the report is its text."""


def settings_here(config: pytest.Config) -> "Settings":
    """Return the settings that `gradcheck run` would have in this folder.

    Raises UsageError where they cannot be read.
    """
    from dataclasses import replace

    import click

    from gradcheck.cli import cli
    from gradcheck.errors import UsageError
    from gradcheck.options import to_settings

    try:
        with (
            click.Context(cli, info_name="gradcheck") as outer,
            cli.commands["run"].make_context("run", [], outer) as ctx,
        ):
            settings = to_settings(ctx.params)
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None
    seed = config.getoption("gradcheck_seed")
    return settings if seed is None else replace(settings, seed=seed)


def _claims(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the names in a file that claim a derivative, with their lines."""
    import ast

    from gradcheck.naming import claims_derivative

    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except (SyntaxError, ValueError):
        return
    for node in tree.body:
        names: list[str | None] = []
        match node:
            case ast.FunctionDef(name=name):
                names = [name]
            case ast.ImportFrom(names=imported):
                names = [alias.asname or alias.name for alias in imported]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
        yield from ((name, node.lineno) for name in names if name and claims_derivative(name))

"""What a shell may complete: names of the catalogue, and of the problem that is asked for."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from gradcheck import catalogue

if TYPE_CHECKING:
    from gradcheck.problem import Problem

FILES = CompletionItem("", type="file")
"""Tells the shell to complete files as it does."""


def complete_formula(
    _ctx: click.Context, _param: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete a formula of the catalogue, or a file."""
    return _names_or_files(catalogue.formulas(), begun)


def complete_problem(
    _ctx: click.Context, _param: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete a problem of the catalogue, or a file."""
    return _names_or_files(catalogue.problems(), begun)


def complete_size(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a size, with the sign that its value follows."""
    problem = _problem(ctx)
    return _beginning((f"{name}=" for name in problem.size_defaults), begun) if problem else []


def complete_input(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete an input with one of its distributions."""
    problem = _problem(ctx)
    inputs = problem.inputs if problem else {}
    return _beginning((f"{name}={d.name}" for name, ds in inputs.items() for d in ds), begun)


def complete_format(
    ctx: click.Context, _param: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the name of a format."""
    from gradcheck.report import COMPARISONS, FORMATS

    return _beginning(COMPARISONS if ctx.info_name == "compare" else FORMATS, begun)


def _beginning(names: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def _names_or_files(names: Iterable[str], begun: str) -> list[CompletionItem]:
    """Complete names and the Python files beside us together; where none fits, any file."""
    here = sorted(path.name for path in Path().glob("*.py"))
    return _beginning([*names, *here], begun) or [FILES]


def _problem(ctx: click.Context) -> "Problem | None":
    """Return the problem that is asked for, if it is one of the catalogue: others are not run."""
    from gradcheck.formula import read_header
    from gradcheck.references import References
    from gradcheck.settings import PROBLEM
    from gradcheck.source import read_source

    name = ctx.params.get("problem")
    for formula in (*(ctx.params.get("formulas") or ()), *ctx.args):  # left there while typing
        if name is None and formula in catalogue.formulas():
            name = read_header(read_source(catalogue.formulas()[formula], formula)).problem
    name = name or PROBLEM
    if name not in catalogue.problems():
        return None
    return References().load(catalogue.find_problem(name))

"""What the commands that check formulas have in common: check, then write every report."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradcheck.cli.actions import folder_in_repository, write_summary
from gradcheck.cli.commands import misspelt
from gradcheck.cli.console import UNLIMITED, color, columns, print_text, read_stdin
from gradcheck.cli.targets import targets_and_plot
from gradcheck.harmless import harmless
from gradcheck.layers import CHECKS
from gradcheck.options import to_checks, to_settings

if TYPE_CHECKING:
    from gradcheck.output import Target
    from gradcheck.pipeline import Check
    from gradcheck.records import FileReport, Report, Result
    from gradcheck.report import Style
    from gradcheck.settings import Settings

STDIN = "-"
"""The formula that is read from standard input."""

Tell = Callable[["FileReport"], None]
"""What is told of each file as soon as it is done."""


def insist_on_formulas(ctx: click.Context, formulas: Sequence[str]) -> None:
    """Raise click's UsageError where neither the command nor a configuration names a formula."""
    if not formulas and not ctx.meta.get(CHECKS):
        raise click.UsageError("name a formula file, or a formula of the catalogue")


def checks_for(
    ctx: click.Context, formulas: Sequence[str], options: Mapping[str, Any], settings: "Settings"
) -> "list[Check]":
    """Return what to check: the files, folders and patterns named, `-` for standard input."""
    from gradcheck.expansion import deeper, expand, passed_over

    checks = to_checks(ctx, expand(formulas), settings)
    for one in formulas:
        for folder in passed_over(one):
            told = f"note: {folder} is not looked into; '{deeper(one)}' does"
            click.echo(harmless(told), err=True)
    if STDIN in formulas:
        content, name = read_stdin(), options["stdin_filename"]
        checks = [
            replace(one, formula=name or STDIN, shown=name or "stdin", content=content)
            if one.formula == STDIN else one
            for one in checks
        ]  # fmt: skip
    elif options["stdin_filename"] is not None:
        raise click.UsageError(f"--stdin-filename is for a formula on standard input, `{STDIN}`")
    return checks


def check_and_report(
    options: Mapping[str, Any], formats: Mapping[str, str],
    check: "Callable[[Settings, Tell], Report]", resumed: str | None = None,
) -> int:  # fmt: skip
    """Do what a command for formulas is asked to do, and return its exit code."""
    _warn_of_variables()
    if options["quiet"] and options["verbose"]:
        raise click.UsageError("--quiet and --verbose contradict each other")
    from gradcheck.report.verdicts import missing
    from gradcheck.worker import guard_memory, prepare_nursery

    targets, plot = targets_and_plot(options, list(formats), resumed)
    gc.freeze()  # what is loaded stays, and is shared with the processes that are forked
    gc.enable()
    prepare_nursery()
    guard_memory()
    with _streams(targets, resumed) as tell:
        report = _checked(check, to_settings(options), tell)
    _write(targets, report, options, formats)
    if plot is not None:
        _write_plot(plot, report)
    if report.missing:
        click.echo(missing(report), err=True)
        return report.exit_code
    return 0 if options["exit_zero"] else report.exit_code


def _warn_of_variables() -> None:
    """Say which variables set nothing, and seem to be meant to: silence would look like success."""
    context = click.get_current_context()
    group = context.parent.command if context.parent is not None else None
    others = group.commands if isinstance(group, click.Group) else ()
    for name, near in misspelt(context.command, others, os.environ).items():
        click.echo(f"warning: {name} sets nothing\nhelp: did you mean {near}?", err=True)


def _checked(
    check: "Callable[[Settings, Tell], Report]", settings: "Settings", tell: Tell
) -> "Report":
    """Check, and show how far that is; a run that is interrupted has what is finished."""
    from gradcheck.cli.meter import meter
    from gradcheck.interruption import RunInterrupted
    from gradcheck.patience import watched

    with watched(), meter() as shown:

        def tell_aside(file: "FileReport") -> None:
            with shown.aside() if shown is not None else nullcontext():
                tell(file)

        try:
            report = check(settings, tell_aside)
        except RunInterrupted as end:
            report = end.report
    if report.missing and not report.results:
        raise KeyboardInterrupt
    return report


def _write(
    targets: "Sequence[Target]", report: "Report", options: Mapping[str, Any],
    formats: Mapping[str, str],
) -> None:  # fmt: skip
    """Write all reports that were not written as results came."""
    from gradcheck.output import write_file
    from gradcheck.report import STREAMED, render

    for target in targets:
        if target.format in STREAMED:
            continue
        style = _style(options, to_file=target.path is not None)
        text = render(target.format, report, style, formats)
        if target.path is None:
            print_text(text, utf8=target.format != "table")
        else:
            write_file(target.path, text)
        if target.format == "github":
            write_summary(report)


def _write_plot(path: Path, report: "Report") -> None:
    """Draw a plot, and say what it leaves out."""
    from gradcheck.output import write_file
    from gradcheck.report.plot import left_out, write

    kind = path.suffix.lower().removeprefix(".")
    write_file(path, write(report, kind))
    note = left_out(report, kind)
    if note is not None:
        click.echo(f"note: {path} {note}", err=True)


@contextmanager
def _streams(targets: "Sequence[Target]", resumed: str | None) -> Iterator[Tell]:
    """Open what is written as results come, and yield what writes one file's results.

    A file that is resumed from is written on, and what it holds is not written again.
    """
    from gradcheck.output import Stream
    from gradcheck.report import STREAMED

    wanted = [target for target in targets if target.format in STREAMED]
    goes_on = {t.path: resumed is not None and t.path == Path(resumed) for t in wanted}
    streams = {path: Stream(path, append=goes_on[path]) for path in goes_on if path is not None}

    def tell(file: "FileReport") -> None:
        if not wanted:
            return
        from gradcheck.report.jsonl import lines

        for target in wanted:
            if target.path is None:
                print_text(lines(file))
            elif not (file.kept and goes_on[target.path]):
                streams[target.path].write(lines(file))

    try:
        yield tell
    finally:
        for stream in streams.values():
            stream.close()


def read_kept(resumed: str | None, formats: Sequence[str]) -> "Mapping[str, tuple[Result, ...]]":
    """Return what an earlier run has judged: nothing, where none is resumed.

    A file that this run is to write may not be there yet.
    """
    if resumed is None:
        return {}
    from gradcheck.resume import kept_results

    return kept_results(Path(resumed), may_lack=f"jsonl={resumed}" in formats)


def _style(options: Mapping[str, Any], to_file: bool) -> "Style":
    from gradcheck.report import Style

    colored = False if to_file else color(options["color"])
    verbosity = int(options["verbose"]) - int(options["quiet"])
    width = UNLIMITED if to_file else columns()
    return Style(color=colored, width=width, rows=options["rows"], verbosity=verbosity,
                 root=folder_in_repository())  # fmt: skip

"""The command line. Only this module prints or exits; what needs numpy is imported when needed."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from gradcheck import __version__
from gradcheck.options import CHECKS, check_options, to_checks, to_settings

if TYPE_CHECKING:
    from gradcheck.records import FileReport, Report
    from gradcheck.report import Style
    from gradcheck.settings import Settings

EXIT_USAGE, EXIT_UNJUDGED, EXIT_FAULT, EXIT_INTERRUPTED = 2, 3, 4, 130


class Cli(click.Group):
    """A group whose exit codes mean what README says, whatever ended the command."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None,
        complete_var: str | None = None, standalone_mode: bool = True, **extra: Any,
    ) -> Any:  # fmt: skip
        """Run a command line; exit, unless `standalone_mode` is false."""

        def command() -> Any:
            return super(Cli, self).main(args, prog_name, complete_var, False, **extra)

        return sys.exit(_guarded(command)) if standalone_mode else command()


def _guarded(command: Callable[[], Any]) -> int:
    """Run a command and return its exit code."""
    from gradcheck.errors import GradcheckError, JudgingError

    try:
        code = command()
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except SystemExit:  # click's way out when the reader of --help has gone
        _close_stdout()
        return 0
    except click.ClickException as error:
        return _tell_usage(error)
    except GradcheckError as error:
        _tell(error.message, error.notes, error.remedy)
        return EXIT_UNJUDGED if isinstance(error, JudgingError) else EXIT_USAGE
    except Exception as error:
        _tell(f"a fault of gradcheck itself: {type(error).__name__}: {error}", (),
              "set GRADCHECK_TRACEBACK=1 to see where, and please report it")  # fmt: skip
        if os.environ.get("GRADCHECK_TRACEBACK"):
            raise
        return EXIT_FAULT


def _tell_usage(error: click.ClickException) -> int:
    """Print an error of click's in our own shape; its help, where that is the error, as it is."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if message.startswith("Usage:"):
        click.echo(message, err=True)
    else:
        path = context.command_path if context is not None else "gradcheck"
        _tell(" ".join(message.rstrip(".").split()), (), f"`{path} --help` shows what it takes")
    return EXIT_USAGE


def _tell(message: str, notes: Sequence[str], remedy: str | None) -> None:
    """Print an error to stderr: what, evidence, remedy."""
    click.echo(f"error: {message}", err=True)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if remedy is not None:
        click.echo(f"help: {remedy}", err=True)


def _close_stdout() -> None:
    """Point stdout at nothing, so that Python does not fail again on closing it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(text: str) -> None:
    """Print to stdout in the signs that it has; a reader who has gone changes nothing.

    Raises UsageError where stdout cannot be written.
    """
    from gradcheck.errors import UsageError

    if sys.stdout is None:
        raise UsageError("cannot write to stdout: it is closed")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace("·", ".").encode(encoding, "replace").decode(encoding)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
    except OSError as error:
        _close_stdout()
        raise UsageError(f"cannot write to stdout: {error.strerror}") from None


@click.group(
    cls=Cli, context_settings={"help_option_names": ["-h", "--help"],
                               "auto_envvar_prefix": "GRADCHECK"},
)  # fmt: skip
@click.version_option(__version__, prog_name="gradcheck")
def cli() -> None:
    """Check gradients derived by hand, entry by entry, against central finite differences.

    \b
    gradcheck run asker          check a formula of the catalogue
    gradcheck new mine.py        write a starter formula
    gradcheck run mine.py        check it
    gradcheck compare DIR        rank many formulas
    gradcheck list               show the catalogue
    """


@cli.command()
@click.argument("formulas", nargs=-1, metavar="FORMULA...")
@check_options
@click.pass_context
def run(ctx: click.Context, /, formulas: tuple[str, ...], **options: Any) -> int:
    """Check formulas: files, or names of the catalogue.

    Every function called d<quantity>_d<name> in the file is compared with the numeric
    derivative, element by element, over random inputs. An entry disagrees where

    \b
    |formula - numeric| > allowed
    allowed = bound + rtol * max(|formula|, |numeric|) + rounding of the formula

    where bound is the error bound of the numeric derivative. What cannot be decided is
    inconclusive.

    \b
    Exit codes: 0 all agree; 1 some formula disagrees; 2 wrong usage; 3 some formula could not be
    judged and none disagrees; 4 a fault of gradcheck itself; 130 interrupted.

    \b
    Examples:
      gradcheck run asker
      gradcheck run textbook --input T=uniform
      gradcheck run mine.py --size m=4 --only 'dJ_dW[1,2]'
      gradcheck run mine.py -f table -f json=report.json
    """
    _insist_on_formulas(ctx, formulas)
    from gradcheck.pipeline import run_checks
    from gradcheck.report import FORMATS

    def report(settings: "Settings") -> "Report":
        return run_checks(to_checks(ctx, formulas, settings), settings)

    return _check_and_report(options, FORMATS, report)


def _insist_on_formulas(ctx: click.Context, formulas: Sequence[str]) -> None:
    if not formulas and not ctx.meta.get(CHECKS):
        raise click.UsageError("name a formula file, or a formula of the catalogue")


def _check_and_report(
    options: Mapping[str, Any], formats: Mapping[str, str], check: "Callable[[Settings], Report]"
) -> int:
    """Do what a command for formulas is asked to do, and return its exit code."""
    if options["quiet"] and options["verbose"]:
        raise click.UsageError("--quiet and --verbose contradict each other")
    from gradcheck.output import parse_targets, write_file
    from gradcheck.report import render

    targets = parse_targets(options["format"], list(formats))
    report = check(to_settings(options))
    for target in targets:
        style = _style(options, to_file=target.path is not None)
        text = render(target.format, report, style, formats)
        if target.path is None:
            _print(text)
        else:
            write_file(target.path, text)
    return 0 if options["exit_zero"] else report.exit_code


@cli.command()
@click.argument("formulas", nargs=-1, metavar="FORMULA...")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True,
              help="Processes to work in.")  # fmt: skip
@check_options
@click.pass_context
def compare(ctx: click.Context, /, formulas: tuple[str, ...], jobs: int, **options: Any) -> int:
    """Compare many formulas: one table, the best first.

    FORMULA is a file, a folder of files, a pattern such as 'candidates/*.py', or a name of the
    catalogue; without any, the [[check]] tables of --config are run. Formulas for the same problem
    share its numeric derivatives. A file that fails is a row of the table.

    Exit codes are those of `gradcheck run`; where a configuration says what is expected, 0 means
    that everything is as expected, and 1 that something is not.

    \b
    Examples:
      gradcheck compare asker textbook exact
      gradcheck compare submissions/ --problem ridge.py -j 2
      gradcheck compare --config configs/seeds.toml
    """
    _insist_on_formulas(ctx, formulas)
    from gradcheck.compare import check_all, expand, short_names, twins
    from gradcheck.pipeline import refuse_empty
    from gradcheck.records import Report
    from gradcheck.report import COMPARISONS

    def report(settings: "Settings") -> Report:
        named = expand(formulas)
        names = short_names(named)
        checks = [replace(one, shown=names.get(one.formula))
                  for one in to_checks(ctx, named, settings)]  # fmt: skip
        files = tuple(_progress(check_all(checks, jobs), len(checks)))
        refuse_empty(files, settings)
        results = [result for file in files for result in file.results]
        return Report(settings.seed, len(settings.chosen_trials), files, twins(results))

    return _check_and_report(options, COMPARISONS, report)


def _progress(files: "Iterable[FileReport]", length: int) -> "list[FileReport]":
    """Work through the files with a bar on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        return list(files)
    with click.progressbar(files, length=length, label="checking", file=sys.stderr) as bar:
        return list(bar)


def _style(options: Mapping[str, Any], to_file: bool) -> "Style":
    import shutil

    from gradcheck.report import Style

    color = False if to_file else _color(options["color"])
    verbosity = int(options["verbose"]) - int(options["quiet"])
    width = shutil.get_terminal_size().columns
    return Style(color=color, width=width, rows=options["rows"], verbosity=verbosity)


def _color(asked: bool | None) -> bool:
    """Decide on colour: the option, NO_COLOR, FORCE_COLOR, then whether stdout is a terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal


@cli.command("list")
def list_() -> None:
    """Show the catalogue: problems with inputs and quantities, formulas with derivatives."""
    from gradcheck.listing import listing

    _print(listing())


@cli.command()
@click.argument("file", type=click.Path())
@click.option("--problem", default="softmax-cross-entropy", show_default=True, metavar="NAME|FILE",
              help="The problem that the formula is for.")  # fmt: skip
def new(file: str, problem: str) -> None:
    """Write a commented starter formula that runs.

    \b
    Example:
      gradcheck new mine.py && gradcheck run mine.py
    """
    import shlex
    from pathlib import Path

    from gradcheck.errors import UsageError
    from gradcheck.output import write_file
    from gradcheck.starter import starter_text

    path = Path(file)
    if path.exists():
        raise UsageError(f"{file} exists already", remedy="choose another name")
    write_file(path, starter_text(problem, path))
    command = shlex.join(["gradcheck", "run", file])
    click.echo(f"wrote {file}; check it with: {command}", err=True)


def main() -> None:
    """Run the command line and exit."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)

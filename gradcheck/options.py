"""The options that every command that checks formulas has, and how they become settings."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from gradcheck.layers import CHECKS, configure
from gradcheck.limits import METHODS, SANDBOXES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from gradcheck.config import CheckTable
    from gradcheck.pipeline import Check
    from gradcheck.settings import Settings

PLOTS = (".png", ".svg", ".pdf")
"""What a plot's file may end in."""


def _pairs(ctx: click.Context, param: click.Parameter, texts: Sequence[str]) -> dict[str, str]:
    """Parse NAME=VALUE, repeated."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, separator, value = (part.strip() for part in text.partition("="))
        if not (name and separator and value):
            raise click.BadParameter(f"`{text}` is not of the form NAME=VALUE", ctx, param)
        if pairs.setdefault(name, value) != value:
            raise click.BadParameter(
                f"`{name}` is given twice: {pairs[name]} and {value}", ctx, param
            )
    return pairs


def _finite(ctx: click.Context, param: click.Parameter, value: float) -> float:
    """Refuse NaN and infinity, with which nothing would be compared."""
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is not a finite number", ctx, param)
    return value


def _plottable(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    """Refuse a file that no plot is written to."""
    if text is None or text.lower().endswith(PLOTS):
        return text
    told = f"`{text}` must end in {', '.join(PLOTS[:-1])} or {PLOTS[-1]}"
    raise click.BadParameter(told, ctx, param)


Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def later(name: str) -> Completer:
    """Return a function of `completing`, which is imported when a shell asks for it."""

    def complete(ctx: click.Context, param: click.Parameter, begun: str) -> "list[CompletionItem]":
        from gradcheck import completing

        chosen: Completer = getattr(completing, name)
        try:
            return chosen(ctx, param, begun)
        except Exception:  # nobody who types wants to read of it
            return []

    return complete


formulas_argument = click.argument(
    "formulas", nargs=-1, metavar="FORMULA...", shell_complete=later("complete_formula")
)


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command that checks formulas has."""
    looking = command.__name__ == "run"
    causes = click.option(
        "--causes/--no-causes", default=looking, show_default=True,
        help="Whether to look for the causes of a disagreement.",
    )  # fmt: skip
    options = [
        *([] if command.__name__ == "explain" else [causes]),
        click.option("--config", type=click.Path(), is_eager=True,
                     callback=configure, expose_value=False, metavar="FILE",
                     help="Take settings from a TOML file: the options under the same names, paths "
                          "relative to the file. It wins over [tool.gradcheck] of pyproject.toml; "
                          "environment variables GRADCHECK_... and options win over both."),
        click.option("--isolated", is_flag=True, is_eager=True, callback=configure,
                     expose_value=False, help="Take no settings from files."),
        click.option("--stdin-filename", metavar="FILE",
                     help="What the formula on standard input (-) is called, and where it would "
                          "stand: paths in it are relative to that."),
        click.option("--problem", metavar="NAME|FILE", shell_complete=later("complete_problem"),
                     help="What to check against: a problem of the catalogue or a problem file. "
                          "Default: the one that the formula file names."),
        click.option("--size", "size", multiple=True, callback=_pairs, metavar="NAME=N",
                     shell_complete=later("complete_size"),
                     help="Set a size, for example m=4. Repeatable."),
        click.option("--input", "input", multiple=True, callback=_pairs, metavar="NAME=DIST",
                     shell_complete=later("complete_input"),
                     help="Draw an input from another declared distribution, for example "
                          "T=one_hot. Repeatable."),
        click.option("--trials", type=click.IntRange(min=1), default=20, show_default=True,
                     help="Random draws of all inputs, a million at most."),
        click.option("--trial", type=click.IntRange(min=0), metavar="N",
                     help="Run only trial N, drawn as in the full run."),
        click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True,
                     help="Seed of the random inputs."),
        click.option("--only", metavar="WHAT",
                     help="Check one derivative (dJ_dW), formula (dJ_dW__mine) or entry "
                          "('dJ_dW[1,2]')."),
        click.option("--rtol", type=click.FloatRange(min=0), callback=_finite, default=1e-7,
                     show_default=True,
                     help="Relative difference that is allowed on top of the error bound."),
        click.option("--method", type=click.Choice(METHODS), default="auto", show_default=True,
                     help="Differentiate every entry, or screen huge gradients by blocks, which "
                          "takes few evaluations and says what it could have missed."),
        click.option("--numeric-parameters/--no-numeric-parameters", default=True,
                     help="Whether formulas may take other derivatives, which are handed over "
                          "numerically."),
        click.option("--timeout", type=click.FloatRange(min=0, min_open=True), callback=_finite,
                     default=60.0, show_default=True, metavar="SECONDS",
                     help="Time by the clock for running a formula file, and for each formula."),
        click.option("--cpu-seconds", type=click.IntRange(min=1), default=120, show_default=True,
                     help="Processor time of a formula file's process."),
        click.option("--memory", type=click.IntRange(min=1), default=2048, show_default=True,
                     metavar="MIB", help="Memory of a formula file's process."),
        click.option("--output-limit", type=click.IntRange(min=1), default=16, show_default=True,
                     metavar="MIB", help="What a formula file may print, and write to files."),
        click.option("--open-files", type=click.IntRange(min=16), default=64, show_default=True,
                     help="Files that a formula file's process may have open."),
        click.option("--sandbox", type=click.Choice(SANDBOXES), default="none", show_default=True,
                     help="Shut formulas in with bubblewrap, which must be installed."),
        click.option("--rows", type=click.IntRange(min=0), default=10, show_default=True,
                     help="Rows in the table of the worst entries."),
        click.option("--max-entries", type=click.IntRange(min=0), default=1000, show_default=True,
                     help="Most entries to list in machine formats."),
        click.option("-f", "--format", "format", multiple=True, metavar="NAME[=PATH]",
                     shell_complete=later("complete_format"),
                     help="Write the report as `table`, `json`, `jsonl`, `junit`, `github`, "
                          "`markdown`, `html` or `gradescope`, to PATH, or to stdout (`-`). "
                          "Repeatable; without it, `table`."),
        click.option("--plot", type=click.Path(), callback=_plottable, metavar="FILE",
                     help="Draw formula, numeric derivative and their difference, and the error of "
                          "the worst entry against the step, to a .png, .svg or .pdf; only a .pdf "
                          "has a page for each formula."),
        click.option("-q", "--quiet", is_flag=True, help="Print only the verdicts."),
        click.option("-v", "--verbose", is_flag=True, help="Print everything that is known."),
        click.option("--color/--no-color", default=None,
                     help="Colour the report. Default: NO_COLOR, FORCE_COLOR, then whether stdout "
                          "is a terminal."),
        click.option("--exit-zero", is_flag=True,
                     help="Exit with 0 also where a formula disagrees or cannot be judged."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def to_settings(options: Mapping[str, Any]) -> "Settings":
    """Return the settings that the options ask for. Raises UsageError for a malformed `--only`."""
    from dataclasses import fields

    from gradcheck.limits import Limits
    from gradcheck.settings import Only, Settings

    return Settings(
        problem=options["problem"], sizes=options["size"], inputs=options["input"],
        trials=options["trials"], seed=options["seed"], trial=options["trial"],
        only=None if options["only"] is None else Only.parse(options["only"]),
        rtol=options["rtol"], max_entries=options["max_entries"],
        method=options["method"], numeric_parameters=options["numeric_parameters"],
        causes=options.get("causes", True), explain="causes" not in options,
        plot=options.get("plot") is not None,
        limits=Limits(**{limit.name: options[limit.name] for limit in fields(Limits)}),
    )  # fmt: skip


def to_checks(ctx: click.Context, formulas: Sequence[str], settings: "Settings") -> "list[Check]":
    """Return the checks of a command: the formulas named on it, or else its configuration's."""
    from gradcheck.pipeline import Check

    if formulas:
        return [Check(formula, settings) for formula in formulas]
    return [_to_check(table, settings) for table in ctx.meta.get(CHECKS, ())]


def _to_check(table: "CheckTable", settings: "Settings") -> "Check":
    from dataclasses import replace

    from gradcheck.expectation import Expectation
    from gradcheck.pipeline import Check
    from gradcheck.records import Verdict

    settings = replace(
        settings, problem=table.problem or settings.problem,
        sizes={**settings.sizes, **table.size}, inputs={**settings.inputs, **table.input},
    )  # fmt: skip
    if table.expect is None and table.first_wrong is None:
        return Check(table.formula, settings)
    if isinstance(table.expect, dict):
        verdicts: Mapping[str, Verdict] | Verdict | None = {
            name: Verdict(verdict) for name, verdict in table.expect.items()
        }
    else:
        verdicts = Verdict(table.expect) if table.expect else None
    return Check(table.formula, settings, Expectation(verdicts, table.first_wrong))

"""The options that every command that checks formulas has, and how they become settings."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from gradcheck.limits import METHODS, SANDBOXES

if TYPE_CHECKING:
    from gradcheck.config import CheckTable
    from gradcheck.pipeline import Check
    from gradcheck.settings import Settings


CHECKS = "gradcheck.checks"
"""Where the `[[check]]` tables of a configuration are kept in click's context."""


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


def _configure(ctx: click.Context, _param: click.Parameter, path: str | None) -> str | None:
    """Let a configuration file set the defaults of the other options."""
    if path is None:
        return None
    from pathlib import Path

    from gradcheck.config import read_config
    from gradcheck.errors import UsageError, did_you_mean

    config = read_config(Path(path))
    ctx.meta[CHECKS] = config.checks
    known = {p.name: p for p in ctx.command.params if p.name not in (None, "config", "help")}
    for name, value in config.options.items():
        key = name.replace("_", "-")
        if name not in known:
            names = [str(n).replace("_", "-") for n in known]
            raise UsageError(f"{path}: unknown setting `{key}`", remedy=did_you_mean(key, names))
        wanted = _wanted(known[name], value)
        if wanted is not None:
            raise UsageError(f"{path}: `{key}` must be {wanted}, not {value!r:.40}")
        try:
            known[name].process_value(ctx, value)
        except click.BadParameter as error:
            raise UsageError(f"{path}: `{key}`: {error.message}") from None
    ctx.default_map = {**(ctx.default_map or {}), **config.options}
    return path


def _wanted(option: click.Parameter, value: object) -> str | None:
    """Return what kind of value an option takes, if `value` is of another kind."""
    if option.multiple if isinstance(option, click.Option) else option.nargs == -1:
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return None if texts else "a text or a list of texts"
    kinds: tuple[tuple[bool, tuple[type, ...], str], ...] = (
        (isinstance(option, click.Option) and option.is_flag, (bool,), "true or false"),
        (isinstance(option.type, click.types.IntParamType), (int,), "a whole number"),
        (isinstance(option.type, click.types.FloatParamType), (int, float), "a number"),
        (True, (str,), "a text"),
    )
    types, told = next((types, told) for fits, types, told in kinds if fits)
    is_flag = types == (bool,)
    return None if isinstance(value, types) and isinstance(value, bool) == is_flag else told


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command that checks formulas has."""
    options = [
        click.option("--config", type=click.Path(), is_eager=True,
                     callback=_configure, expose_value=False,
                     help="Take settings from a TOML file: the options under the same names, paths "
                          "relative to the file. Options on the command line win."),
        click.option("--problem", metavar="NAME|FILE",
                     help="What to check against: a problem of the catalogue or a problem file. "
                          "Default: the one that the formula file names."),
        click.option("--size", "size", multiple=True, callback=_pairs, metavar="NAME=N",
                     help="Set a size, for example m=4. Repeatable."),
        click.option("--input", "input", multiple=True, callback=_pairs, metavar="NAME=DIST",
                     help="Draw an input from another declared distribution, for example "
                          "T=one_hot. Repeatable."),
        click.option("--trials", type=click.IntRange(min=1), default=20, show_default=True,
                     help="Random draws of all inputs."),
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
                     help="Write the report as `table`, `json` or `jsonl`, to PATH or stdout. "
                          "Repeatable; without it, `table`."),
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

"""`gradcheck config`."""

from collections.abc import Iterator
from typing import Any

import click
from click.core import ParameterSource

from gradcheck.layers import CHECKS, FILES, NO_SETTINGS

COMMANDS = ("run", "compare", "explain")
"""The commands that have settings."""


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument(
    "words", nargs=-1, type=click.UNPROCESSED, metavar="[run|compare|explain] [OPTION]..."
)
@click.pass_context
def config(ctx: click.Context, /, words: tuple[str, ...]) -> None:
    """Show every setting, its value, and where that came from.

    The settings are those that `gradcheck run` (or `compare`, `explain`) with these options would
    have in this folder. They come, the later ones winning, from: defaults; [tool.gradcheck] of the
    nearest pyproject.toml, upwards from here; --config FILE; environment variables such as
    GRADCHECK_TRIALS (or GRADCHECK_RUN_TRIALS, for one command); options. --isolated ignores files.

    What is printed is a configuration itself.

    \b
    Examples:
      gradcheck config
      gradcheck config compare --config configs/ci.toml
      gradcheck config run --trials 50 > run.toml
    """
    from gradcheck.cli.console import print_text

    name, rest = (words[0], words[1:]) if words and words[0] in COMMANDS else (COMMANDS[0], words)
    group = ctx.find_root().command
    assert isinstance(group, click.Group)  # noqa: S101  # it is the group that found this command
    command = group.commands[name]
    with command.make_context(name, list(rest), parent=ctx.parent) as inner:
        print_text("\n".join(_lines(command, inner)) + "\n")


def _lines(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield each setting as a line of TOML, and where it came from as its remark."""
    rows = [
        (_assignment(option, ctx.params[str(option.name)]), _origin(option, ctx))
        for option in command.params if option.name not in NO_SETTINGS
    ]  # fmt: skip
    width = max(len(assignment) for assignment, _ in rows if len(assignment) < 40)
    yield from (f"{assignment:{width}}  # {origin}" for assignment, origin in rows)
    checks = ctx.meta.get(CHECKS, ())
    if checks:
        yield f"# and {len(checks)} [[check]] from {ctx.meta[FILES]['check']}"


def _assignment(option: click.Parameter, value: Any) -> str:
    key = str(option.name).replace("_", "-")
    return f"# {key}: not set" if value is None else f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    """Return a value as TOML writes it."""
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=True)
    return repr(value)


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else str(_toml(name))


def _origin(option: click.Parameter, ctx: click.Context) -> str:
    """Say where a setting came from."""
    import os

    name = str(option.name)
    match ctx.get_parameter_source(name):
        case ParameterSource.COMMANDLINE:
            return "option" if isinstance(option, click.Option) else "argument"
        case ParameterSource.ENVIRONMENT:
            variables = [option.envvar] if isinstance(option.envvar, str) else option.envvar or []
            return next((one for one in variables if os.environ.get(one)), "environment")
        case ParameterSource.DEFAULT_MAP:
            return str(ctx.meta[FILES].get(name, "file"))
        case _:
            return "default"

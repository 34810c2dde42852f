"""The layers of settings: files below environment variables below options.

click layers the values (`default_map`, environment variables); here the files are found and read,
and what they set is compared with the options that there are.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

CHECKS = "gradcheck.checks"
"""Where the `[[check]]` tables of the files are kept in click's context."""
FILES = "gradcheck.files"
"""Where click's context keeps which file each setting is from."""
ASKED = "gradcheck.asked"
"""Where click's context keeps what was asked for about files, until all is known."""

NO_SETTINGS = ("config", "isolated", "stdin_filename", "help")
"""Options that no file can set: they say which files are read."""


def configure(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Take the value of `--config` or `--isolated`; once both are known, read the files.

    This is the callback of both options, which are eager: click may process them in either order.
    """
    asked = ctx.meta.setdefault(ASKED, {})
    asked[param.name] = value
    if len(asked) == 2 and not ctx.resilient_parsing:
        for path in _files(ctx, asked["config"], asked["isolated"]):
            _read_file(ctx, path)
    return value


def _files(ctx: click.Context, named: str | None, isolated: bool) -> Iterator[Path]:
    """Yield the files to read: the project's, and the one that is named and wins over it."""
    from gradcheck.project import find_project

    typed = ParameterSource.COMMANDLINE
    named_here = ctx.get_parameter_source("config") is typed
    if isolated and named and named_here and ctx.get_parameter_source("isolated") is typed:
        raise click.UsageError("--config and --isolated contradict each other", ctx)
    project = None if isolated else find_project()
    if project is not None:
        yield project
    if named and (named_here or not isolated):
        yield Path(named)


def _read_file(ctx: click.Context, path: Path) -> None:
    from gradcheck.config import read_config

    config = read_config(path)
    own = {param.name: param for param in ctx.command.params if param.name not in NO_SETTINGS}
    chosen = {}
    for name, value in config.options.items():
        if name in own:
            _refuse_unfit(ctx, own[str(name)], value, path)
            chosen[name] = value
        else:
            _refuse_unknown(ctx, name, path)
    ctx.default_map = {**(ctx.default_map or {}), **chosen}
    ctx.meta.setdefault(FILES, {}).update(dict.fromkeys(chosen, path))
    if config.checks:
        ctx.meta[CHECKS] = config.checks
        ctx.meta[FILES]["check"] = path


def _refuse_unfit(ctx: click.Context, option: click.Parameter, value: Any, path: Path) -> None:
    """Raise UsageError for a value that the option would not take."""
    from gradcheck.errors import UsageError

    key = str(option.name).replace("_", "-")
    wanted = _wanted(option, value)
    if wanted is not None:
        raise UsageError(f"{path}: `{key}` must be {wanted}, not {value!r:.40}")
    try:
        option.process_value(ctx, value)
    except click.BadParameter as error:
        raise UsageError(f"{path}: `{key}`: {error.message}") from None


def _refuse_unknown(ctx: click.Context, name: str, path: Path) -> None:
    """Raise UsageError, unless another command that reads files has the setting."""
    from gradcheck.errors import UsageError, did_you_mean

    known = {str(name) for command in _readers(ctx) for name in _settings(command)}
    if name not in known:
        key = name.replace("_", "-")
        names = [one.replace("_", "-") for one in known]
        raise UsageError(f"{path}: unknown setting `{key}`", remedy=did_you_mean(key, names))


def _readers(ctx: click.Context) -> Iterator[click.Command]:
    """Yield this command, and the others that read settings from files."""
    yield ctx.command
    group = ctx.find_root().command
    others: Mapping[str, click.Command] = group.commands if isinstance(group, click.Group) else {}
    yield from (c for c in others.values() if any(param.name == "isolated" for param in c.params))


def _settings(command: click.Command) -> Iterator[str]:
    yield from (str(p.name) for p in command.params if p.name not in NO_SETTINGS)


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

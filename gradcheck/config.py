"""Run configurations in TOML: the options under the same names, paths relative to the file.

Of a file called pyproject.toml, the section `[tool.gradcheck]` is the configuration.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from gradcheck.catalogue import is_path
from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError, did_you_mean
from gradcheck.project import NAME, SECTION

TABLES = ("size", "input")
"""Options that are given as NAME=VALUE on the command line, and as a table in the file."""

PATHS = ("problem",)
"""Options that may be paths; a catalogue name is left as it is."""


@dataclass(frozen=True)
class CheckTable:
    """One `[[check]]` of a configuration."""

    formula: str
    problem: str | None
    size: dict[str, str]
    input: dict[str, str]
    expect: str | dict[str, str] | None
    first_wrong: str | None


@dataclass(frozen=True)
class Config:
    """A configuration, read."""

    options: dict[str, Any]
    """The settings at the top, by the names of the options with `_` for `-`."""
    checks: tuple[CheckTable, ...]


VERDICTS = ("agree", "disagree", "inconclusive", "error")


def read_config(path: Path) -> Config:
    """Read a configuration.

    Raises UsageError for a file that is not there or cannot be parsed, and for a malformed check.
    """
    options = _read_options(path)
    checks = options.pop("check", [])
    if not isinstance(checks, list) or not all(isinstance(one, dict) for one in checks):
        raise UsageError(f"{path}: `check` must be tables", remedy="write `[[check]]` above each")
    return Config(options, tuple(_check(one, n, path) for n, one in enumerate(checks, start=1)))


def _check(table: dict[str, Any], number: int, path: Path) -> CheckTable:
    where = f"{path}: check {number}"
    table = {key.replace("-", "_"): value for key, value in table.items()}
    known = [field.name for field in fields(CheckTable)]
    for key in table:
        if key not in known:
            raise UsageError(f"{where}: unknown key `{key}`", remedy=did_you_mean(key, known))
    for key in ("formula", "problem", "first_wrong"):
        if not isinstance(table.get(key, ""), str):
            raise UsageError(f"{where}: `{key}` must be a text")
    if "formula" not in table:
        raise UsageError(f"{where} names no `formula`")
    pairs = {key: _table(key, table.get(key, {}), path) for key in TABLES}
    return CheckTable(
        formula=_beside(table["formula"], path),
        problem=_beside(table["problem"], path) if "problem" in table else None,
        size=pairs["size"], input=pairs["input"], expect=_expect(table.get("expect"), where),
        first_wrong=table.get("first_wrong"),
    )  # fmt: skip


def _expect(value: Any, where: str) -> str | dict[str, str] | None:
    for verdict in value.values() if isinstance(value, dict) else [value]:
        if verdict is not None and verdict not in VERDICTS:
            raise UsageError(
                f"{where}: `expect` must be a verdict, or verdicts by name, not {verdict!r:.40}",
                remedy=did_you_mean(str(verdict), VERDICTS),
            )
    return value if value is None else dict(value) if isinstance(value, dict) else str(value)


def _read_options(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except FileNotFoundError:
        raise UsageError(f"no such configuration: {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a directory, not a configuration") from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no valid TOML: {error}") from None
    if path.name == NAME:
        document = _section(document, path)
    options: dict[str, Any] = {}
    for key, value in document.items():
        name = key.replace("-", "_")
        if name in options:
            raise UsageError(f"{path}: `{key}` is given twice, with `-` and with `_`")
        options[name] = _option(name, value, path)
    return options


def _section(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the part of a pyproject.toml that is ours."""
    tool = document.get("tool")
    section = tool.get(SECTION, {}) if isinstance(tool, dict) else {}
    if not isinstance(section, dict):
        raise UsageError(f"{path}: `tool.{SECTION}` must be a table")
    return section


def _option(name: str, value: Any, path: Path) -> Any:
    if name in TABLES:
        return _pairs(name, value, path)
    if name in PATHS and isinstance(value, str):
        return _beside(value, path)
    if name == "plot" and isinstance(value, str):
        return str(path.parent / value)
    if name == "format":
        formats = value if isinstance(value, list) else [value]
        return [_format(one, path) if isinstance(one, str) else one for one in formats]
    if name == "formulas":
        formulas = value if isinstance(value, list) else [value]
        return [_beside(one, path) if isinstance(one, str) else one for one in formulas]
    return value


EXAMPLES = {"size": "{m = 4}", "input": '{T = "one_hot"}'}
"""Tables of the settings that are tables."""


def _pairs(name: str, value: Any, path: Path) -> list[str]:
    return [f"{key}={one}" for key, one in _table(name, value, path).items()]


def _table(name: str, value: Any, path: Path) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise UsageError(
            f"{path}: `{name}` must be a table", remedy=f"for example `{name} = {EXAMPLES[name]}`"
        )
    for key, one in value.items():
        if isinstance(one, bool) or not isinstance(one, str | int):
            raise UsageError(
                f"{path}: `{name}`: `{key}` must be a text or a whole number, not {one!r}"
            )
    return {key: str(one) for key, one in value.items()}


def _beside(text: str, path: Path) -> str:
    """Return a path relative to the configuration's folder; other names as they are."""
    if is_path(text):
        return str(path.parent / text)
    return text


def _format(text: str, path: Path) -> str:
    name, separator, target = text.partition("=")
    return f"{name}={path.parent / target}" if separator else name

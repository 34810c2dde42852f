"""Run configurations in TOML: the options under the same names, paths relative to the file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gradcheck.errors import UsageError

TABLES = ("size", "input")
"""Options that are given as NAME=VALUE on the command line, and as a table in the file."""

PATHS = ("problem",)
"""Options that may be paths; a catalogue name is left as it is."""


def read_config(path: Path) -> dict[str, Any]:
    """Read a configuration and return the options by name, with `_` for `-`.

    Raises UsageError for a file that is not there or cannot be parsed.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        document = tomllib.loads(text)
    except FileNotFoundError:
        raise UsageError(f"no such configuration: {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a directory, not a configuration") from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no valid TOML: {error}") from None
    options: dict[str, Any] = {}
    for key, value in document.items():
        name = key.replace("-", "_")
        if name in options:
            raise UsageError(f"{path}: `{key}` is given twice, with `-` and with `_`")
        options[name] = _option(name, value, path)
    return options


def _option(name: str, value: Any, path: Path) -> Any:
    if name in TABLES:
        return _pairs(name, value, path)
    if name in PATHS and isinstance(value, str):
        return _beside(value, path)
    if name == "format":
        formats = value if isinstance(value, list) else [value]
        return [_format(one, path) if isinstance(one, str) else one for one in formats]
    if name == "formulas":
        formulas = value if isinstance(value, list) else [value]
        return [_beside(one, path) if isinstance(one, str) else one for one in formulas]
    return value


def _pairs(name: str, value: Any, path: Path) -> list[str]:
    if not isinstance(value, Mapping):
        raise UsageError(
            f"{path}: `{name}` must be a table", remedy=f"for example `{name} = {{m = 4}}`"
        )
    for key, one in value.items():
        if isinstance(one, bool) or not isinstance(one, str | int):
            raise UsageError(
                f"{path}: `{name}`: `{key}` must be a text or a whole number, not {one!r}"
            )
    return [f"{key}={one}" for key, one in value.items()]


def _beside(text: str, path: Path) -> str:
    """Return a path relative to the configuration's folder; other names as they are."""
    if text.endswith(".py") or "/" in text:
        return str(path.parent / text)
    return text


def _format(text: str, path: Path) -> str:
    name, separator, target = text.partition("=")
    return f"{name}={path.parent / target}" if separator else name

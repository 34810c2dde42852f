"""The terminal: what is printed where, in which signs and colours."""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

UNLIMITED = 10_000
"""Columns where nothing limits them: in a file, or in a pipe without COLUMNS."""


def tell(message: str, notes: Sequence[str], remedy: str | None) -> None:
    """Print an error to stderr: what, evidence, remedy. Where that is full, the exit code tells."""
    lines = [f"error: {message}", *(f"note: {note}" for note in notes)]
    if remedy is not None:
        lines.append(f"help: {remedy}")
    try:
        for line in lines:
            click.echo(line, err=True)
    except OSError:
        silence(sys.stderr)


def versions() -> str:
    """Return the versions of gradcheck and of what its numbers depend on, in one line."""
    import platform
    from importlib.metadata import version  # what need not be loaded to be named

    from gradcheck import __version__

    return f"gradcheck {__version__}, numpy {version('numpy')}, Python {platform.python_version()}"


def silence(stream: TextIO) -> None:
    """Point a standard stream at nothing, so that Python does not fail again on closing it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_text(text: str, *, utf8: bool = False) -> None:
    """Print to stdout in the signs that it has; a reader who has gone changes nothing.

    With `utf8` it is a document in that encoding, whatever is usual here, unless a terminal shows
    it. Raises UsageError where stdout cannot be written.
    """
    from gradcheck.errors import UsageError

    if sys.stdout is None:
        raise UsageError("cannot write to stdout: it is closed")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if utf8 and not sys.stdout.isatty():
        encoding = "utf-8"
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        content = text.replace("·", ".").encode(encoding, "replace")
    try:
        if utf8 and hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content.decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise UsageError(f"cannot write to stdout: {error.strerror}") from None


def read_stdin() -> bytes:
    """Return what is on standard input. Raises UsageError where it is closed."""
    from gradcheck.errors import UsageError
    from gradcheck.source import LARGEST

    if sys.stdin is None:
        raise UsageError("cannot read a formula from stdin: it is closed")
    if sys.stdin.isatty():
        click.echo("note: reading a formula from the terminal; Ctrl-D ends it", err=True)
    return sys.stdin.buffer.read(LARGEST + 1)


def columns() -> int:
    """Return how wide stdout is: COLUMNS, or the terminal; a pipe has no width."""
    import shutil

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    asked = os.environ.get("COLUMNS", "")
    return shutil.get_terminal_size().columns if is_terminal or asked.isdigit() else UNLIMITED


def cut(text: str, width: int) -> str:
    """Cut lines that are wider than the terminal, and say so."""
    lines = text.splitlines()
    if all(len(line) <= width for line in lines):
        return text
    cut_off = [line if len(line) <= width else f"{line[: max(width - 2, 0)]}.." for line in lines]
    return "\n".join([*cut_off, "", f"cut to {width} columns"]) + "\n"


def color(asked: bool | None) -> bool:
    """Decide on colour: the option, NO_COLOR, FORCE_COLOR, then whether stdout is a terminal that
    has colours.
    """
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal and os.environ.get("TERM") != "dumb"

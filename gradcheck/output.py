"""Where reports go: several formats in one run, files written whole or not at all."""

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError, did_you_mean

STDOUT = "-"
"""What stands for standard output in the place of a path."""


@dataclass(frozen=True)
class Target:
    """One `-f NAME[=PATH]`."""

    format: str
    path: Path | None
    """None for standard output."""


def parse_targets(texts: Sequence[str], formats: Sequence[str]) -> list[Target]:
    """Parse what `-f` was given; without any, the screen report.

    Raises UsageError for an unknown format, two for standard output, or a path that cannot be
    written, before any work is done.
    """
    targets = [_parse(text, formats) for text in texts] or [Target("table", None)]
    to_stdout = [target.format for target in targets if target.path is None]
    if len(to_stdout) > 1:
        raise UsageError(
            f"two formats for standard output: {' and '.join(to_stdout)}",
            remedy=f"give one a path: `-f {to_stdout[1]}=FILE`",
        )
    refuse_twice([target.path for target in targets if target.path is not None])
    for target in targets:
        if target.path is not None:
            refuse_unwritable(target.path)
    return targets


def refuse_twice(paths: Sequence[Path]) -> None:
    """Raise UsageError where two outputs would be written to one file."""
    seen = set()
    for path in paths:
        if path.resolve() in seen:
            raise UsageError(f"two outputs for one file: {path}", remedy="give each its own path")
        seen.add(path.resolve())


def refuse_replacing(path: Path, read: Collection[Path]) -> None:
    """Raise UsageError where an output would replace a file that the run reads."""
    if path.resolve() in {one.resolve() for one in read}:
        raise UsageError(f"cannot write {path}: it is read in this run, and would be replaced")


def _parse(text: str, formats: Sequence[str]) -> Target:
    name, separator, path = text.partition("=")
    if name not in formats:
        raise UsageError(f"there is no format `{name}`", remedy=did_you_mean(name, formats))
    if separator and not path:
        raise UsageError(f"`-f {text}` lacks the path after `=`")
    return Target(name, Path(path) if path not in ("", STDOUT) else None)


def refuse_unwritable(path: Path) -> None:
    """Raise UsageError for a path that cannot be written, before any work is done."""
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a directory")
    if path.suffix == ".py" and path.exists():
        raise UsageError(f"cannot write {path}: it is a Python file, which a report would replace")
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"cannot write {path}: permission denied")


class Stream:
    """A file that is written line by line, as results come."""

    def __init__(self, path: Path, *, append: bool) -> None:
        """Open the file; with `append`, behind what it holds. Raises UsageError where it cannot."""
        self._path = path
        try:
            cut_off = append and path.is_file() and _is_cut_off(path)
            self._file = path.open("a" if append else "w", encoding="utf-8")
            if cut_off:
                self._file.write("\n")
        except OSError as error:
            raise self._failed(error) from None

    def write(self, text: str) -> None:
        """Write whole lines, and hand them to the system at once."""
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            raise self._failed(error) from None

    def close(self) -> None:
        """Close the file. All was handed to the system before; what failed then was told."""
        with suppress(OSError):
            self._file.close()

    def _failed(self, error: OSError) -> UsageError:
        return UsageError(f"cannot write {self._path}: {error.strerror or error}")


def _is_cut_off(path: Path) -> bool:
    """Return whether a file's last line has no end."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all. Raises UsageError where it cannot be written."""
    if isinstance(content, str):
        content = content.encode(errors="replace")  # names of files need not be text
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe or a device cannot be replaced
            return
        path = path.resolve()  # a link stays a link
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        import tempfile  # most runs write no file

        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

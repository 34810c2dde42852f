"""Python files that users write: read, parsed, executed, and their errors told in one line."""

import ast
import errno
import stat
import sys
import types
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from gradcheck.dataclass import dataclass
from gradcheck.decoding import decoded
from gradcheck.errors import JudgingError, UsageError
from gradcheck.patience import Alarm

LARGEST = 2**20
"""Bytes of the largest file that is read: no formula is longer, and parsing takes memory."""

TOLD = 4_000
"""Characters of what an exception says that are looked at."""

COMMON_IMPORTS = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "scipy": "import scipy",
}


@dataclass(frozen=True)
class Source:
    """A Python file, parsed but not run."""

    path: Path
    shown: str
    """The path as the user typed it, or the catalogue's name."""
    text: str
    tree: ast.Module

    def defines(self, name: str) -> bool:
        """Return whether the file assigns `name` at its top level."""
        return any(target == name for target, _ in _assignments(self.tree))

    def repeated(self) -> frozenset[str]:
        """Return the functions that are defined more than once at the top level."""
        counts = Counter(n.name for n in self.tree.body if isinstance(n, ast.FunctionDef))
        return frozenset(name for name, count in counts.items() if count > 1)

    def classes(self) -> Mapping[str, int]:
        """Return the classes that are defined at the top level, each with its line."""
        return {n.name: n.lineno for n in self.tree.body if isinstance(n, ast.ClassDef)}

    def literals(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return the literal values assigned to `names`, without running the file.

        Raises JudgingError of kind `literal` for a value that is no literal.
        """
        found = {}
        for target, node in _assignments(self.tree):
            if target in names:
                try:
                    found[target] = ast.literal_eval(node)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    raise JudgingError(
                        "literal",
                        f"{self.shown}:{node.lineno}: `{target}` must be a literal",
                        notes=["it is read without running the file"],
                    ) from None
        return found


def insist_on_file(path: Path, shown: str) -> None:
    """Raise UsageError where there is no such file, or only a pipe or a device of that name."""
    with _told_if_unreadable(shown):
        mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UsageError(f"{shown} is no regular file: nothing may ever come from it",
                         remedy="`-` reads a formula from standard input")  # fmt: skip


def read_source(path: Path, shown: str) -> Source:
    """Read and parse a Python file.

    Raises UsageError where there is no such file, and JudgingError of kind `syntax` where it cannot
    be parsed.
    """
    with _told_if_unreadable(shown), path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return source_of(content, path, shown)


@contextmanager
def _told_if_unreadable(shown: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"no such file: {shown}") from None
    except IsADirectoryError:
        raise UsageError(f"{shown} is a directory, not a file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot read {shown}: {reason}") from None


def source_of(content: bytes, path: Path, shown: str) -> Source:
    """Parse the content of a Python file, wherever it is from.

    Raises JudgingError of kind `syntax` where it is too long, is no text, or cannot be parsed.
    """
    if len(content) > LARGEST:
        raise JudgingError("syntax", f"{shown} is larger than {LARGEST} bytes")
    try:
        text = decoded(content)
    except (ValueError, SyntaxError, LookupError):
        told = "is not a text file in UTF-8, or in the encoding that it declares"
        raise JudgingError("syntax", f"{shown} {told}") from None
    return parse_source(path, shown, text)


def parse_source(path: Path, shown: str, text: str) -> Source:
    """Parse the text of a Python file. Raises JudgingError of kind `syntax` where it is none."""
    try:
        return Source(path, shown, text, ast.parse(text, filename=str(path)))
    except SyntaxError as error:
        code = (error.text or "").strip()
        raise JudgingError(
            "syntax", f"{shown}:{error.lineno or 1}: {error.msg}", notes=[code] if code else []
        ) from None
    except (ValueError, MemoryError, RecursionError) as error:
        told = str(error) or "it is nested too deeply"
        raise JudgingError("syntax", f"{shown} cannot be parsed: {told}") from None


def execute(source: Source) -> dict[str, Any]:
    """Run the file as a module of its own and return its namespace.

    Raises JudgingError of kind `import` for an import that fails inside the file, and of kind
    `raised` or `exit` for anything else that stops it.
    """
    module = types.ModuleType(f"gradcheck_file_{abs(hash(str(source.path))):x}")
    module.__file__ = str(source.path)
    sys.modules[module.__name__] = module
    with _beside(source.path), user_code(source.shown, source.path):
        code = compile(source.tree, str(source.path), "exec")
        exec(code, module.__dict__)  # noqa: S102  # running the user's file is the point
    return module.__dict__


@contextmanager
def _beside(path: Path) -> Iterator[None]:
    """Let the file import its neighbours while it is being run, as a script may."""
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        if folder in sys.path:
            sys.path.remove(folder)


def quietly() -> AbstractContextManager[Any]:
    """Keep what user code prints off our stdout, which may be read by a machine."""
    return redirect_stdout(sys.stderr)


@contextmanager
def user_code(what: str, path: Path) -> Iterator[None]:
    """Turn whatever user code raises into a JudgingError, and keep its output off our stdout."""
    try:
        with quietly():
            yield
    except (KeyboardInterrupt, Alarm):
        raise
    except BaseException as error:
        raise describe_exception(error, what, path) from error


def describe_exception(
    error: BaseException, what: str, path: Path, text: str | None = None
) -> JudgingError:
    """Say in one line what user code raised, and show its last frame in `path`.

    `text` is what the file contains, where that is known.
    """
    line, code = _last_frame(error, path, text)
    if isinstance(error, JudgingError):
        at = f"{path.name}:{line}: " if line else ""
        return JudgingError(error.kind, at + error.message, notes=error.notes, remedy=error.remedy)
    where = f"{path.name}:{line}: {code}" if code else f"{path.name}:{line}"
    notes = [where] if line else []
    if isinstance(error, SystemExit):
        return JudgingError("exit", f"{what} called exit", notes=notes)
    name = type(error).__name__
    text = " ".join(_text(error)[:TOLD].split())[:300]
    told = f"{name}: {text}" if text else name
    if isinstance(error, MemoryError):
        return JudgingError("memory", f"{what} ran out of memory", notes=notes)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return JudgingError("output", f"{what} wrote more than it may", notes=notes)
    if isinstance(error, ImportError):
        return JudgingError("import", f"{what}: an import in it failed: {told}", notes=notes)
    remedy = None
    if isinstance(error, NameError) and error.name in COMMON_IMPORTS:
        remedy = f"add `{COMMON_IMPORTS[error.name]}` at the top of {path.name}"
    return JudgingError("raised", f"{what} raised {told}", notes=notes, remedy=remedy)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""


def _last_frame(error: BaseException, path: Path, text: str | None) -> tuple[int | None, str]:
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None:
        return None, ""
    try:
        lines = (text or path.read_text(encoding="utf-8", errors="replace")).splitlines()
    except OSError:
        return line, ""
    return line, lines[line - 1].strip() if line <= len(lines) else ""


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, value
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                yield name, value

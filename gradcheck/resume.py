"""What an interrupted batch has judged already, and need not judge again."""

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from gradcheck import __version__, catalogue
from gradcheck.concluding import concluded
from gradcheck.errors import GradcheckError, UsageError
from gradcheck.formula import read_header
from gradcheck.pipeline import Check
from gradcheck.records import FileReport, Result
from gradcheck.report.jsonl import BEGINS, read
from gradcheck.settings import PROBLEM
from gradcheck.source import read_source


def digest(check: Check) -> str:
    """Return what tells a check from any other: the files' contents, the settings, the versions.

    It is empty where a file cannot be read; such a check is never kept.
    """
    settings = check.settings
    try:
        located = check.located()
        source = check.source(located)
        named = settings.problem or read_header(source).problem or PROBLEM
        problem = catalogue.find_problem(
            named,
            located.path.parent if catalogue.is_path(named) and not settings.problem else None,
        )
        other = read_source(problem.path, str(problem.path))
        texts = [source.text, other.text]
        for text, path in ((source.text, located.path), (other.text, problem.path)):
            texts += _imported(text, path.parent)
    except (GradcheckError, OSError, ValueError):
        return ""
    options = [*settings.options(), settings.trials, settings.trial, settings.max_entries,
               str(settings.only), settings.numeric_parameters, settings.causes]  # fmt: skip
    about: list[Any] = [__version__, np.__version__, check.formula, check.shown, options, texts]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def _imported(content: str, folder: Path) -> list[str]:
    """Return what the modules in a folder contain that a file imports, directly or not.

    Of a package every file counts: which of them it imports itself, only it knows.
    """
    found: dict[str, str] = {}
    waiting = [content]
    while waiting:
        for name in sorted(_imports(waiting.pop()) - found.keys()):
            own = [folder / f"{name}.py", *sorted((folder / name).rglob("*.py"))]
            texts = [one.read_bytes().decode("latin-1") for one in own if one.is_file()]
            found[name] = "\n".join(texts)
            waiting += texts
    return [f"{name}\n{text}" for name, text in sorted(found.items()) if text]


def _imports(text: str) -> set[str]:
    """Return the first names of all modules that a file imports; none where it cannot be parsed."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return set()
    plain = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    whole = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | whole} - {""}


def kept_results(path: Path, may_lack: bool) -> Mapping[str, tuple[Result, ...]]:
    """Read what an earlier run has written, by the digests of its checks.

    Raises UsageError where the file cannot be read, holds something else, or is not there though it
    must not lack.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            first = next(file, "")
            if not BEGINS.startswith(first.rstrip("\n")[: len(BEGINS)]):  # it may be cut off
                raise UsageError(
                    f"cannot resume from {path}: it was not written by `-f jsonl={path}`"
                )
            return read(chain([first], file))
    except FileNotFoundError:
        if may_lack:
            return {}
        raise UsageError(f"no such file to resume from: {path}") from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None


def kept_report(check: Check, results: tuple[Result, ...]) -> FileReport:
    """Return the report on a check that was judged in an earlier run."""
    report = concluded(list(results), None, check.expectation)
    told = {result.name: result.first_wrong for result in results}
    again = tuple(replace(r, first_wrong=r.first_wrong or told[r.name]) for r in report.results)
    return replace(report, results=again, kept=True)

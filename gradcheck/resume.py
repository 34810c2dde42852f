"""What an interrupted batch has judged already, and need not judge again."""

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
        texts = [source.text, problem.path.read_text(encoding="utf-8")]
    except (GradcheckError, OSError, ValueError):
        return ""
    options = [*settings.options(), settings.trials, settings.trial, settings.max_entries,
               str(settings.only), settings.numeric_parameters, settings.causes]  # fmt: skip
    about: list[Any] = [__version__, np.__version__, check.formula, check.shown, options, texts]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


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

"""Choose what each formula file is checked against, and share it between files."""

from math import prod
from pathlib import Path
from typing import Any

from gradcheck import catalogue
from gradcheck.catalogue import Located, is_path
from gradcheck.errors import JudgingError, UsageError, blamed_on
from gradcheck.formula import Header, is_formula_name
from gradcheck.patience import within
from gradcheck.problem import Problem, load_problem
from gradcheck.reference import Reference
from gradcheck.settings import PROBLEM, Settings
from gradcheck.source import Source, read_source

ASKED = 20_000
"""Entries, of all inputs of a trial, that a formula file may ask for by its SIZES alone: more take
the machine's time and memory, which is for the user to give."""

MOST_BYTES = 8 * 2**30
"""What the inputs of all trials may take."""


class References:
    """The problems and references that a run has needed so far."""

    def __init__(self) -> None:
        self._problems: dict[Path, Problem] = {}
        self._references: dict[tuple[Any, ...], Reference] = {}

    def find(self, source: Source, header: Header, settings: Settings) -> Reference:
        """Return what a formula file is to be checked against.

        Raises UsageError where the settings ask for what there is not, and ProblemError where the
        problem is at fault.
        """
        problem = self._problem(source, header, settings)
        sizes = problem.resolve_sizes(header.sizes, settings.sizes, source.shown)
        distributions = problem.choose_distributions(settings.inputs)
        with blamed_on(problem.name):
            entries = sum(prod(d.dimensions(sizes)) for d in distributions.values())
        _refuse_huge(entries, settings, source.shown)
        chosen = tuple((name, d.name) for name, d in distributions.items())
        drawn = settings.seed, settings.chosen_trials
        key = (problem.path, tuple(sizes.items()), chosen, drawn)
        if key not in self._references:
            with blamed_on(problem.name):
                self._references[key] = Reference(
                    problem, sizes, distributions, *drawn, settings.limits.timeout
                )
        return self._references[key]

    def _problem(self, source: Source, header: Header, settings: Settings) -> Problem:
        """Return the problem that was asked for, or the file's own, or the one that it names."""
        seconds = settings.limits.timeout
        brings = header.complete or (header.problem is not None and is_path(header.problem))
        if brings and settings.problem is None and settings.limits.sandbox != "none":
            raise JudgingError(
                "problem", f"{source.shown} brings its own problem, which would run unconfined",
                remedy="name the problem yourself: `--problem NAME|FILE`",
            )  # fmt: skip
        if header.complete:
            if settings.problem is not None:
                raise UsageError(
                    f"{source.shown} defines its own problem, and `{settings.problem}` was "
                    "asked for",
                    remedy="leave out `--problem`, or remove `INPUTS` from the file",
                )
            return self._load(source, source.shown, seconds)
        if settings.problem is not None:
            return self.load(catalogue.find_problem(settings.problem), seconds)
        named = header.problem or PROBLEM
        beside = source.path.parent if is_path(named) else None
        try:
            return self.load(catalogue.find_problem(named, beside), seconds)
        except UsageError as error:
            told = f"{source.shown} asks for a problem that is not there: {error.message}"
            raise UsageError(told, notes=error.notes, remedy=error.remedy) from None

    def load(self, located: Located, seconds: float | None = None) -> Problem:
        """Load a problem, once; `seconds` is what running its file may take."""
        if located.path.resolve() in self._problems:
            return self._problems[located.path.resolve()]
        return self._load(read_source(located.path, located.shown), located.name, seconds)

    def _load(self, source: Source, name: str, seconds: float | None) -> Problem:
        key = source.path.resolve()
        if key not in self._problems:
            with blamed_on(source.shown), within(seconds, source.shown):
                self._problems[key] = load_problem(source, name, is_formula_name)
        return self._problems[key]


def _refuse_huge(entries: int, settings: Settings, shown: str) -> None:
    """Refuse sizes with which nothing could be drawn, or that only a formula file asks for."""
    trials = len(settings.chosen_trials)
    if 8 * entries * trials > MOST_BYTES:
        gib = 8 * entries * trials / 2**30
        raise JudgingError(
            "memory", f"the inputs of {trials} trials would take {gib:.3g} GiB",
            remedy="choose smaller sizes, or fewer trials",
        )  # fmt: skip
    if entries > ASKED and not settings.sizes:
        raise JudgingError(
            "memory", f"{shown} asks for inputs of {entries} entries by its SIZES",
            remedy="allow it with `--size`",
        )  # fmt: skip

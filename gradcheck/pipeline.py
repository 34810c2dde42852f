"""The order of the stages: load, describe, sample, differentiate, evaluate, judge.

This is the one-minute tour of the program. What each stage does stands in a module of its own; they
hand each other the frozen records of `records.py`.
"""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gradcheck import catalogue
from gradcheck.catalogue import Located
from gradcheck.errors import JudgingError, UsageError, blamed_on, did_you_mean
from gradcheck.evaluate import evaluate
from gradcheck.formula import Header, bind, is_formula_name, read_header
from gradcheck.judge import judge, summarise
from gradcheck.problem import Problem, load_problem
from gradcheck.reading import Reading, read_result
from gradcheck.records import (
    Analytic,
    Context,
    Failure,
    Formula,
    Function,
    Report,
    Result,
    Verdict,
)
from gradcheck.reference import Reference
from gradcheck.settings import PROBLEM, SEED, Settings
from gradcheck.source import Source, read_source
from gradcheck.starter import starter
from gradcheck.worker import Worker


def check(formulas: Iterable[str], settings: Settings) -> Report:
    """Check formula files, by path or by catalogue name.

    Raises UsageError for what the user asked for and cannot be had; whatever is wrong with a
    formula or its problem becomes a result.
    """
    formulas = list(formulas)
    if not formulas:
        raise UsageError("no formula was named")
    checker = Checker(settings)
    results = tuple(result for asked in formulas for result in checker.check_file(asked))
    if settings.only is not None and not results:
        raise checker.nothing_selected()
    return Report(settings.seed, len(settings.chosen_trials), settings.rtol, results)


class Checker:
    """Checks one formula file after another, and shares the references between them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._problems: dict[Path, Problem] = {}
        self._references: dict[tuple[Any, ...], Reference] = {}
        self._passed_over: list[str] = []

    def check_file(self, asked: str) -> list[Result]:
        """Return the results of all the formulas of a file, in their order."""
        located = catalogue.find_formula(asked)
        blank = Context(
            formula=located.name, path=None if located.packaged else asked,
            problem=self.settings.problem or "", sizes={}, inputs={},
            trials=self.settings.chosen_trials,
        )  # fmt: skip
        try:
            source = read_source(located.path, located.shown)
            header = read_header(source)
            problem = self._problem(source, header)
            reference = self._reference(problem, header, located)
            context = replace(
                blank, problem=problem.name, sizes=reference.sizes, inputs=reference.distributions
            )
            worker = Worker(source)
            bound = bind(worker.describe(), reference.vocabulary, located.shown)
        except JudgingError as error:
            return [_failed(blank, None, error)]
        results = []
        for one in bound:
            if self._selected(one):
                results.append(self._check(one, worker, reference, header, context))
        return results

    def _problem(self, source: Source, header: Header) -> Problem:
        """Return the problem that was asked for, or the formula file's own, or the one it names."""
        if header.complete:
            if self.settings.problem is not None:
                raise UsageError(
                    f"{source.shown} defines its own problem, and `{self.settings.problem}` was "
                    "asked for",
                    remedy="leave out `--problem`, or remove `INPUTS` from the file",
                )
            return self._load(Located(source.path, source.shown, packaged=False))
        if self.settings.problem is not None:
            return self._load(catalogue.find_problem(self.settings.problem))
        beside = source.path.parent if header.problem and header.problem.endswith(".py") else None
        try:
            return self._load(catalogue.find_problem(header.problem or PROBLEM, beside))
        except UsageError as error:
            told = f"{source.shown} asks for a problem that is not there: {error.message}"
            raise UsageError(told, notes=error.notes, remedy=error.remedy) from None

    def _load(self, located: Located) -> Problem:
        if located.path not in self._problems:
            source = read_source(located.path, located.shown)
            with blamed_on(located.shown):
                problem = load_problem(source, located.name, is_formula_name)
            self._problems[located.path] = problem
        return self._problems[located.path]

    def _reference(self, problem: Problem, header: Header, located: Located) -> Reference:
        settings = self.settings
        sizes = problem.resolve_sizes(header.sizes, settings.sizes, located.shown)
        distributions = problem.choose_distributions(settings.inputs)
        chosen = tuple((name, d.name) for name, d in distributions.items())
        key = (problem.path, tuple(sizes.items()), chosen)
        if key not in self._references:
            with blamed_on(problem.name):
                self._references[key] = Reference(
                    problem, sizes, distributions, settings.seed, settings.chosen_trials
                )
        return self._references[key]

    def _selected(self, bound: Formula | tuple[Function, JudgingError]) -> bool:
        only = self.settings.only
        if only is None:
            return True
        names = {bound[0].name} if isinstance(bound, tuple) else {bound.name, str(bound.derivative)}
        self._passed_over += names
        return only.name in names

    def nothing_selected(self) -> UsageError:
        """Return the error of an `--only` that no formula answers to."""
        name = self.settings.only.name if self.settings.only else ""
        return UsageError(
            f"no formula is called `{name}`", remedy=did_you_mean(name, set(self._passed_over))
        )

    def _check(
        self, bound: Formula | tuple[Function, JudgingError], worker: Worker, reference: Reference,
        header: Header, context: Context,
    ) -> Result:  # fmt: skip
        if isinstance(bound, tuple):
            function, error = bound
            return _failed(context, function, error)
        try:
            if bound.given and not self.settings.numeric_parameters:
                raise JudgingError(
                    "numeric-parameter",
                    f"`{bound.function}` takes a numeric derivative, which is refused",
                )
            return self._judge(bound, worker, reference, header, context)
        except JudgingError as error:
            return _failed(context, bound, error)

    def _judge(
        self, formula: Formula, worker: Worker, reference: Reference, header: Header,
        context: Context,
    ) -> Result:  # fmt: skip
        settings = self.settings
        numeric = reference.numeric(formula.derivative)
        shape = numeric.values.shape[1:]
        only = settings.only.index if settings.only is not None else None
        if only is not None and not _within(only, shape):
            raise UsageError(
                f"{formula.derivative}{list(only)} does not exist",
                remedy=f"{formula.derivative} has shape {shape}",
            )
        reading, analytic = _evaluate_trials(formula, worker, reference, header, settings.seed)
        judgement = judge(analytic, numeric, settings.rtol)
        summary = summarise(judgement, context.trials, only, settings.max_entries)
        return Result(
            context=context, derivative=str(formula.derivative), label=formula.label,
            verdict=summary.verdict, shape=shape, counts=summary.counts, map=summary.map,
            entries=summary.entries, entries_omitted=summary.omitted, worst=summary.worst,
            resolution=summary.resolution, reading=_told(formula, reading),
            given=tuple(map(str, formula.given.values())), line=formula.line,
            reproduce=_reproduce(context, settings, formula, summary.worst),
        )  # fmt: skip


def _evaluate_trials(
    formula: Formula, worker: Worker, reference: Reference, header: Header, seed: int
) -> tuple[Reading, Analytic]:
    """Evaluate a formula in every trial; the result has the shape (trials, *derivative)."""
    numeric = reference.numeric(formula.derivative)
    shapes = reference.vocabulary.shapes
    numerator = shapes[formula.derivative.numerator]
    denominator = shapes[formula.derivative.denominator]
    full = Reading(numerator, denominator, header.denominator_first)
    reading = full
    if formula.indices and len(formula.indices) < len(full.result_shape):
        reading = read_result(
            full, (), len(formula.indices), numeric, formula.function, formula.derivative
        )
    found = []
    for position, trial in enumerate(reference.sample.trials):
        everything = reference.sample.trial(position)
        arguments = {name: everything[name] for name in formula.arguments}
        given = {k: reference.numeric(n).trial(position) for k, n in formula.given.items()}

        def call(values: Mapping[str, Any], reading: Reading = reading) -> npt.NDArray[Any]:
            entries = reading.result_shape if formula.indices else None
            return worker.evaluate(formula.function, values, entries)

        if position == 0 and not formula.indices:
            shape = call({**arguments, **{k: g.values for k, g in given.items()}}).shape
            reading = read_result(full, shape, None, numeric, formula.function, formula.derivative)
        found.append(evaluate(call, reading.align, arguments, given, (seed, trial)))
    return reading, Analytic(
        np.stack([one.values for one in found]), np.stack([one.slack for one in found])
    )


def _told(formula: Formula, reading: Reading) -> str | None:
    told = [remark for remark in (formula.read_as, reading.told) if remark is not None]
    return "; ".join(told) or None


def _within(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))


def _reproduce(context: Context, settings: Settings, formula: Formula, worst: Any) -> str:
    words = ["gradcheck", "run", context.path or context.formula, *settings.options()]
    if worst is not None:
        index = f"[{','.join(map(str, worst.index))}]" if worst.index else ""
        words += ["--trial", str(worst.trial), "--only", formula.name + index]
    return shlex.join(words)


def _failed(context: Context, about: Formula | Function | None, error: JudgingError) -> Result:
    derivative = str(about.derivative) if isinstance(about, Formula) else None
    label = about.label if isinstance(about, Formula) else None
    line = about.line if about is not None else 0
    where = f"{context.path or context.formula}:{line}: " if line else ""
    return Result(
        context=context, derivative=derivative, label=label, verdict=Verdict.ERROR, line=line,
        error=Failure(error.kind, where + error.message, error.notes, error.remedy),
    )  # fmt: skip


def starter_text(problem: str, file: Path) -> str:
    """Return a starter formula for a problem, by name or path, to be written to `file`."""
    located = catalogue.find_problem(problem)
    source = read_source(located.path, located.shown)
    loaded = load_problem(source, located.name, is_formula_name)
    sizes = loaded.resolve_sizes({}, {}, located.shown)
    words = Reference(loaded, sizes, loaded.choose_distributions({}), SEED, (0,)).vocabulary
    if words.plain is None:
        raise UsageError(f"problem `{problem}` has no scalar quantity to derive")
    asked = problem if located.packaged else str(located.path.resolve())
    return starter(loaded, asked, words, words.plain, file.name)

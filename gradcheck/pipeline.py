"""The order of the stages: load, describe, sample, differentiate, evaluate, judge, diagnose.

This is the one-minute tour of the program. What each stage does stands in a module of its own; they
hand each other the frozen records of `records`.
"""

import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from gradcheck import catalogue
from gradcheck.calls import FormulaCalls
from gradcheck.catalogue import Located
from gradcheck.derivation import derivations
from gradcheck.errors import JudgingError, UsageError, did_you_mean
from gradcheck.expectation import Expectation
from gradcheck.factors import Wrong, wrong_factors
from gradcheck.formula import Header, Unbound, bind, read_header
from gradcheck.judge import Summary, judge, summarise
from gradcheck.methods import Methods
from gradcheck.reading import Reading
from gradcheck.records import (
    FAULT,
    Analytic,
    Context,
    Failure,
    FileReport,
    Formula,
    Function,
    Judgement,
    Name,
    Numeric,
    Report,
    Result,
    Screened,
    Verdict,
    WrongFactors,
)
from gradcheck.reference import Reference
from gradcheck.references import References
from gradcheck.settings import Only, Settings
from gradcheck.source import Source, read_source, source_of
from gradcheck.trials import Evaluation, evaluate_trials
from gradcheck.worker import Worker

REPORT_IT = "set GRADCHECK_TRACEBACK=1 to see where, and please report it"

SPOILT = frozenset({"cpu", "memory", "crashed", "output", "processes"})
"""Ends that may be the doing of another formula in the same process."""

KEPT = 2**20
"""Entries, over all trials, up to which a formula's values are kept with its result."""


@dataclass(frozen=True)
class Check:
    """A formula file to be checked, and what is expected of it."""

    formula: str
    """Its path or its name in the catalogue."""
    settings: Settings
    expectation: Expectation | None = None
    shown: str | None = None
    """The name for reports, if not the one that was asked for."""
    content: bytes | None = None
    """What the file contains, where it is not to be read."""

    def located(self) -> Located:
        """Return where the file is, or would be. Raises UsageError where there is none."""
        if self.content is not None:
            return Located(Path(self.formula), self.formula, packaged=False)
        return catalogue.find_formula(self.formula)

    def source(self, located: Located) -> Source:
        """Return the file, parsed."""
        if self.content is not None:
            return source_of(self.content, located.path, located.shown)
        return read_source(located.path, located.shown)


def check(formulas: Iterable[str], settings: Settings) -> Report:
    """Check formula files, by path or by catalogue name.

    Raises UsageError for what the user asked for and cannot be had; whatever is wrong with a
    formula or its problem becomes a result.
    """
    return run_checks([Check(formula, settings) for formula in formulas], settings)


def run_checks(
    checks: Sequence[Check], settings: Settings, tell: Callable[[FileReport], None] | None = None
) -> Report:
    """Check files that may each have settings of their own; `settings` are those they share.

    `tell` is told of each file as soon as it is done.
    """
    if not checks:
        raise UsageError("no formula was named")
    checker = Checker()
    found = []
    for one in checks:
        found.append(checker.check_file(one))
        if tell is not None:
            tell(found[-1])
    files = tuple(found)
    refuse_empty(files, settings)
    return Report(settings.seed, len(settings.chosen_trials), files)


def refuse_empty(files: Sequence[FileReport], settings: Settings) -> None:
    """Raise UsageError where `--only` selected no formula of any file."""
    if settings.only is not None and not any(file.results for file in files):
        name = settings.only.name
        known = {name for file in files for name in file.passed_over}
        raise UsageError(f"no formula is called `{name}`", remedy=did_you_mean(name, known))


class Checker:
    """Checks one formula file after another, and shares what they are checked against."""

    def __init__(self) -> None:
        self.references = References()

    def check_file(self, one: Check) -> FileReport:
        """Return what is found out about a file, its formulas in their order.

        Raises UsageError. A fault of our own is a result too: no file ends the run for others.
        """
        try:
            return self._check_file(one)
        except UsageError:
            raise
        except Exception as error:
            if os.environ.get("GRADCHECK_TRACEBACK"):
                raise
            told = f"a fault of gradcheck itself: {type(error).__name__}: {error}"
            fault = JudgingError(FAULT, told, remedy=REPORT_IT)
            return failed(one, fault)

    def _check_file(self, one: Check) -> FileReport:
        located = one.located()
        settings = one.settings
        context = Context(
            formula=one.shown or located.name, path=None if located.packaged else one.formula,
            problem=settings.problem or "", sizes={}, inputs={}, trials=settings.chosen_trials,
        )  # fmt: skip
        try:
            source = one.source(located)
            header = read_header(source)
            reference = self.references.find(source, header, settings)
            context = replace(
                context, problem=reference.problem.name, sizes=reference.sizes,
                inputs=reference.distributions,
            )  # fmt: skip
        except JudgingError as error:
            return concluded([_failed(context, None, error)], None, one.expectation)
        with Worker(source, settings.limits) as worker:
            file = _File(worker, reference, header, context, settings)
            return self._check_formulas(file, one, located.shown)

    def _check_formulas(self, file: "_File", one: Check, shown: str) -> FileReport:
        context, reference, settings = file.context, file.reference, file.settings
        try:
            formulas = bind(file.worker.describe(), reference.vocabulary, shown)
        except JudgingError as error:
            return concluded([_failed(context, None, error)], None, one.expectation)
        chosen = [formula for formula in formulas if _selected(formula, settings.only)]
        passed_over = tuple(f.name for f in formulas if f not in chosen)
        try:
            names = dict.fromkeys(f.derivative for f in chosen if isinstance(f, Formula))
            reference.prepare(name for name in names if not file.methods.blocks(name))
        except JudgingError as error:
            return concluded([_failed(context, None, error)], None, one.expectation)
        results = [file.check(formula) for formula in chosen]
        return concluded(results, file.wrong_factors(), one.expectation, passed_over)


def _selected(formula: Formula | Unbound, only: Only | None) -> bool:
    """Return whether `--only` means a formula: by a name of its own, or by its derivative's."""
    if only is None:
        return True
    if isinstance(formula, Unbound):
        return only.name == formula.name
    names = () if only.function else (formula.name, str(formula.derivative))
    return only.name in (formula.function, *names)


def concluded(
    results: list[Result], factors: WrongFactors | None, expectation: Expectation | None,
    passed_over: tuple[str, ...] = (),
) -> FileReport:  # fmt: skip
    """Say of each result where its mistake came in, and compare with what is expected."""
    found = derivations(results)
    first = {derivation.derivative: derivation.first_wrong for derivation in found}
    inherited = factors.inherits if factors is not None else {}
    results = [
        replace(r, first_wrong=inherited.get(r.name) or first.get(r.derivative or ""))
        for r in results
    ]
    report = FileReport(tuple(results), found, factors, passed_over)
    if any(result.searched for result in results) and (found or factors is not None):
        from gradcheck.explaining import with_steps

        report = with_steps(report)
    if expectation is None or not results:
        return report
    return expectation.applied_to(report)


def not_checked(one: Check, error: UsageError) -> FileReport:
    """Return the report on a file that cannot be checked as it was asked for."""
    return failed(one, JudgingError("usage", error.message, notes=error.notes, remedy=error.remedy))


def failed(one: Check, error: JudgingError) -> FileReport:
    """Return the report on a file about which nothing else is known than an error."""
    settings = one.settings
    context = Context(
        formula=one.shown or one.formula, path=one.formula, problem=settings.problem or "",
        sizes={}, inputs={}, trials=settings.chosen_trials,
    )  # fmt: skip
    return concluded([_failed(context, None, error)], None, one.expectation)


@dataclass(frozen=True)
class _Found:
    """What came out about one formula, by either method."""

    evaluation: Evaluation
    summary: Summary
    remarks: tuple[str, ...]
    screened: Screened | None = None
    complete: bool = True
    """Whether every entry was evaluated, and differentiated."""


@dataclass
class _File:
    """One formula file, described and ready to be evaluated."""

    worker: Worker
    reference: Reference
    header: Header
    context: Context
    settings: Settings
    wrong: list[Wrong] = field(default_factory=list)
    """The formulas that have turned out to disagree."""
    judged: dict[Name, list[Verdict]] = field(default_factory=dict)
    """The verdicts so far on each derivative."""
    methods: Methods = field(init=False)

    def __post_init__(self) -> None:
        """Choose methods by what is checked against."""
        self.methods = Methods(self.reference, self.settings)

    def wrong_factors(self) -> WrongFactors | None:
        """Return which of the wrong formulas are the cause of which others."""
        if not self.wrong:
            return None
        return wrong_factors(self.wrong, self.judged, self.reference, self.settings.rtol)

    def check(self, formula: Formula | Unbound) -> Result:
        """Return the verdict on one formula; whatever is wrong with it becomes the result."""
        if isinstance(formula, Unbound):
            return _failed(self.context, formula.function, formula.error)
        try:
            return self._judge(formula)
        except JudgingError as error:
            return _failed(self.context, formula, error)

    def _judge(self, formula: Formula) -> Result:
        settings = self.settings
        if formula.given and not settings.numeric_parameters:
            raise JudgingError(
                "numeric-parameter",
                f"`{formula.function}` takes a numeric derivative, which is refused",
            )
        shapes = self.reference.vocabulary.shapes
        shape = shapes[formula.derivative.numerator] + shapes[formula.derivative.denominator]
        only = settings.only_index
        if only is not None and not _within(only, shape):
            raise UsageError(
                f"{formula.derivative}{list(only)} does not exist",
                remedy=f"{formula.derivative} has shape {shape}",
            )
        started = perf_counter()
        blocks = self.methods.blocks(formula.derivative)
        found = self._screened(formula) if blocks else self._entry_by_entry(formula, shape)
        summary, analytic = found.summary, found.evaluation.analytic
        self.judged.setdefault(formula.derivative, []).append(summary.verdict)
        if summary.verdict is Verdict.DISAGREE and found.complete:
            self.wrong.append(Wrong(formula, analytic))
        result = Result(
            context=self.context, derivative=str(formula.derivative), label=formula.label,
            verdict=summary.verdict, counts=summary.counts, map=summary.map,
            entries=summary.entries, entries_omitted=summary.omitted, worst=summary.worst,
            resolution=summary.resolution, screened=found.screened,
            reading=_told(formula, found.evaluation.reading),
            given=tuple(map(str, formula.given.values())),
            doc=formula.doc.split("\n\n")[0],
            analytic=analytic if analytic.values.size <= KEPT else None,
            seconds=perf_counter() - started,
            remarks=(*self.methods.remarks(formula.derivative), *found.remarks),
            printed=self.worker.printed(), line=formula.line,
            reproduce=_reproduce(self.context, settings, formula, summary.worst),
        )  # fmt: skip
        return self._diagnosed(formula, result)

    def _diagnosed(self, formula: Formula, result: Result) -> Result:
        """Look for the causes of a disagreement; a fault on the way costs no verdict."""
        agrees = result.verdict is Verdict.AGREE and self.settings.explain
        disagrees = result.verdict is Verdict.DISAGREE and self.settings.causes
        if not (agrees or disagrees):
            return result
        from gradcheck.explaining import with_assumptions, with_causes  # needed by few runs

        explain = with_causes if disagrees else with_assumptions
        try:
            return explain(result, formula, self.worker, self.reference, self.header, self.settings)
        except Exception as error:
            if os.environ.get("GRADCHECK_TRACEBACK"):
                raise
            told = f"the search for causes failed: {type(error).__name__}: {error}"
            return replace(result, remarks=(*result.remarks, told))

    def _entry_by_entry(self, formula: Formula, shape: tuple[int, ...]) -> "_Found":
        """Judge every entry, or the one that was asked for."""
        only = self.settings.only_index
        numeric = self.reference.numeric(formula.derivative)
        evaluation, judgement, remarks = self._evaluated(formula, numeric)
        checked = evaluation.checked
        if only is not None:
            checked = np.zeros(shape, dtype=np.bool_)
            checked[only] = True
        most = self.settings.max_entries
        summary = summarise(judgement, self.context.trials, checked, most)
        complete = evaluation.checked is None
        return _Found(evaluation, summary, remarks, complete=complete)

    def _screened(self, formula: Formula) -> "_Found":
        """Judge the entries that blocks are narrowed down to, and what is said of the others."""
        name, rtol = formula.derivative, self.settings.rtol
        evaluation, fickle = self._in_all_trials(formula).called_again(None)
        found = self.methods.screen(name, evaluation.analytic, evaluation.checked)
        judgement = found.judge(evaluation.analytic, rtol)
        if not evaluation.confirmed(found.spread(judgement.disagree)):
            evaluation = self._in_all_trials(formula, evaluation.calls)
            found = self.methods.screen(name, evaluation.analytic, evaluation.checked)
            judgement = found.judge(evaluation.analytic, rtol)
        if judgement.disagree.any():
            accused = np.asarray(judgement.disagree.any(axis=1))
            analytic = evaluation.with_hidden_rounding(accused)
            evaluation = replace(evaluation, analytic=analytic)
            judgement = found.judge(analytic, rtol)
        summary = found.summarise(judgement, self.context.trials, self.settings.max_entries)
        remarks = (*fickle, *evaluation.remarks())
        if self.settings.only_index is not None:
            return _Found(evaluation, summary, remarks, complete=False)
        largest = float(np.nanmax(np.abs(evaluation.analytic.values), initial=0.0))
        return _Found(evaluation, summary, remarks, found.record(largest), complete=False)

    def _evaluated(
        self, formula: Formula, numeric: Numeric
    ) -> tuple[Evaluation, Judgement, tuple[str, ...]]:
        """Evaluate and judge a formula, and look again where it is accused."""
        evaluation = self._in_all_trials(formula)
        judgement = self._compared(evaluation, evaluation.analytic, numeric)
        if judgement.disagree.any() and not evaluation.confirmed(judgement.disagree):
            evaluation = self._in_all_trials(formula, evaluation.calls)
            judgement = self._compared(evaluation, evaluation.analytic, numeric)
        if judgement.disagree.any():
            accused = judgement.disagree.reshape(len(judgement.disagree), -1).any(axis=1)
            analytic = evaluation.with_hidden_rounding(np.asarray(accused))
            evaluation = replace(evaluation, analytic=analytic)
        evaluation, fickle = evaluation.called_again(numeric)
        judgement = self._compared(evaluation, evaluation.analytic, numeric)
        return evaluation, judgement, (*fickle, *evaluation.remarks())

    def _in_all_trials(self, formula: Formula, calls: FormulaCalls | None = None) -> Evaluation:
        """Evaluate a formula; once more in a new process if others may have spoiled the old one."""
        shared = self.worker.shared
        try:
            self.worker.begin(formula.function)
            return self._evaluate(formula, calls)
        except JudgingError as error:
            if error.kind not in SPOILT or not shared:
                raise
        self.worker.close()
        self.worker.begin(formula.function)
        return self._evaluate(formula, None)

    def _evaluate(self, formula: Formula, calls: FormulaCalls | None) -> Evaluation:
        return evaluate_trials(
            formula, self.worker, self.reference, self.header.denominator_first,
            self.settings.seed, calls,
        )  # fmt: skip

    def _compared(self, evaluation: Evaluation, analytic: Analytic, numeric: Numeric) -> Judgement:
        """Judge the entries that were evaluated; the others are not accused."""
        judgement = judge(analytic, numeric, self.settings.rtol)
        if evaluation.checked is None:
            return judgement
        return replace(judgement, disagree=judgement.disagree & evaluation.checked)


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
        context=context, derivative=derivative, label=label, verdict=Verdict.ERROR,
        error=Failure(error.kind, where + error.message, error.notes, error.remedy), line=line,
    )  # fmt: skip

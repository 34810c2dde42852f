"""The order of the stages: load, describe, sample, differentiate, evaluate, judge, diagnose.

This is the one-minute tour of the program. A formula file is run first, in a process of its own;
what it is compared with is loaded, drawn and differentiated in the meantime:

- load: `references` finds the problem (`problem`), `worker` runs the file, `formula` binds its
  functions to derivatives;
- sample and differentiate: `reference`, with `sampling` and `differences`;
- evaluate and judge, one formula: `assessing`, by way of `comparing`, with `trials` and `judge`;
- diagnose: `explaining`, with `probing` and `diagnose`;
- conclude a file: `concluding`.

They hand each other the frozen records of `records`.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck import catalogue
from gradcheck.catalogue import Located
from gradcheck.concluding import Refusals, concluded, cut_short, failed, failed_result, unfinished
from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError, UsageError, did_you_mean
from gradcheck.expectation import Expectation
from gradcheck.formula import Unbound, bind, read_header
from gradcheck.interruption import FileInterrupted, RunInterrupted
from gradcheck.progress import advance, step
from gradcheck.records import (
    FAULT,
    REFUSED,
    Context,
    FileReport,
    Formula,
    Name,
    Report,
    Result,
)
from gradcheck.settings import Only, Settings
from gradcheck.source import Source, insist_on_file, read_source, source_of
from gradcheck.worker import Worker

if TYPE_CHECKING:
    from gradcheck.assessing import Assessor
    from gradcheck.reference import Reference
    from gradcheck.references import References

REPORT_IT = "set GRADCHECK_TRACEBACK=1 to see where, and please report it"


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

    def insist(self) -> None:
        """Raise UsageError where there is no such file."""
        located = self.located()
        if self.content is None:
            insist_on_file(located.path, located.shown)

    def source(self, located: Located) -> Source:
        """Return the file, parsed."""
        if self.content is not None:
            return source_of(self.content, located.path, located.shown)
        return read_source(located.path, located.shown)


def check(formulas: Iterable[str], settings: Settings) -> Report:
    """Check formula files, by path or by catalogue name.

    Raises UsageError for a file that is not there, and where none can be checked as it was asked
    for; whatever else is wrong with a formula or its problem becomes a result.
    """
    return run_checks([Check(formula, settings) for formula in formulas], settings)


def run_checks(
    checks: Sequence[Check], settings: Settings, tell: Callable[[FileReport], None] | None = None
) -> Report:
    """Check files that may each have settings of their own; `settings` are those they share.

    `tell` is told of each file as soon as it is done. What makes one file impossible to check as it
    was asked for becomes its result. Raises UsageError where that is so of all, or one of them is
    not there, and RunInterrupted, with what is complete, where the user interrupts it.
    """
    if not checks:
        raise UsageError("no formula was named")
    for one in checks:
        one.insist()
    refusals = Refusals(len(checks))
    checker, trials = Checker(), len(settings.chosen_trials)
    tell = tell or (lambda _: None)
    found: list[FileReport] = []
    try:
        with step("file", "files", len(checks)):
            for one in checks:
                try:
                    found.append(checker.check_file(one))
                except UsageError as error:
                    found.append(refusals.report(one, error))
                    refusals.insist()
                tell(found[-1])
                advance("files")
    except KeyboardInterrupt as end:
        left = cut_short(end, checks[len(found) :])
        for one_cut_short in left[:1]:
            tell(one_cut_short)
        raise RunInterrupted(Report(settings.seed, trials, (*found, *left))) from None
    files = tuple(found)
    refuse_empty(files, settings)
    return Report(settings.seed, trials, files)


def refuse_empty(files: Sequence[FileReport], settings: Settings) -> None:
    """Raise UsageError where `--only` selected no formula of any file."""
    if settings.only is not None and not any(map(_is_checked, files)):
        name = settings.only.name
        known = {name for file in files for name in file.passed_over}
        raise UsageError(f"no formula is called `{name}`", remedy=did_you_mean(name, known))


def _is_checked(file: FileReport) -> bool:
    """Return whether a file has results, but for that it cannot be checked as it was asked for."""
    return any(one.error is None or one.error.kind != REFUSED for one in file.results)


class Checker:
    """Checks one formula file after another, and shares what they are checked against."""

    @cached_property
    def references(self) -> "References":
        """What the files so far have been checked against."""
        from gradcheck.references import References  # loaded while the first file is run

        return References()

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
            with Worker(source, settings.limits) as worker:
                worker.start()
                with step("drawing the inputs"):
                    reference = self.references.find(source, header, settings)
                context = replace(
                    context, problem=reference.problem.name, sizes=reference.sizes,
                    inputs=reference.distributions,
                )  # fmt: skip
                from gradcheck.assessing import Assessor  # this too

                file = Assessor(worker, reference, header, context, settings)
                return self._check_formulas(file, one, located.shown)
        except JudgingError as error:
            return concluded([failed_result(context, None, error)], None, one.expectation)

    def _check_formulas(self, file: "Assessor", one: Check, shown: str) -> FileReport:
        context, reference, settings = file.context, file.reference, file.settings
        formulas = bind(file.worker.describe(), reference.vocabulary, shown, file.header.classes)
        chosen = [formula for formula in formulas if _selected(formula, settings.only)]
        passed_over = tuple(f.name for f in formulas if f not in chosen)
        names = dict.fromkeys(f.derivative for f in chosen if isinstance(f, Formula))
        _prepare(reference, [name for name in names if not file.methods.blocks(name)])
        results: list[Result] = []
        missing = [f"{context.formula}: {formula.name}" for formula in chosen]
        try:
            with step("formula", "formulas", len(chosen)):
                for formula in chosen:
                    results.append(file.check(formula))
                    missing[0] = f"{missing[0]}, its causes"
                    results[-1] = file.diagnose(formula, results[-1])
                    del missing[0]
                    advance("formulas")
        except KeyboardInterrupt:
            raise FileInterrupted(unfinished(results, tuple(missing), passed_over)) from None
        return concluded(results, file.wrong_factors(), one.expectation, passed_over)


def _prepare(reference: "Reference", names: Sequence[Name]) -> None:
    """Differentiate all that the formulas of a file are to be compared with."""
    shapes, trials = reference.vocabulary.shapes, len(reference.sample.trials)
    entries = trials * sum(prod(shapes[name.denominator]) for name in names)
    with step("differentiating", "entries", entries):
        reference.prepare(names)


def _selected(formula: Formula | Unbound, only: Only | None) -> bool:
    """Return whether `--only` means a formula: by a name of its own, or by its derivative's."""
    if only is None:
        return True
    if isinstance(formula, Unbound):
        return only.name == formula.name
    names = () if only.function else (formula.name, str(formula.derivative))
    return only.name in (formula.function, *names)

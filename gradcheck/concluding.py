"""Conclude a file: from the results on its formulas to the report on it, complete or not."""

from dataclasses import replace
from typing import TYPE_CHECKING

from gradcheck.catalogue import has_formula
from gradcheck.derivation import derivations
from gradcheck.errors import JudgingError, UsageError
from gradcheck.expectation import Expectation
from gradcheck.interruption import FileInterrupted
from gradcheck.records import (
    REFUSED,
    Context,
    Failure,
    FileReport,
    Formula,
    Function,
    Result,
    Verdict,
    WrongFactors,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradcheck.pipeline import Check


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


def failed_result(
    context: Context, about: Formula | Function | None, error: JudgingError,
    printed: tuple[str, ...] = (),
) -> Result:  # fmt: skip
    """Return the result on what could not be judged: a formula, a function, or a whole file."""
    derivative = str(about.derivative) if isinstance(about, Formula) else None
    label = about.label if isinstance(about, Formula) else None
    line = about.line if about is not None else 0
    where = f"{context.path or context.formula}:{line}: " if line else ""
    return Result(
        context=context, derivative=derivative, label=label, verdict=Verdict.ERROR,
        error=Failure(error.kind, where + error.message, error.notes, error.remedy), line=line,
        printed=printed,
    )  # fmt: skip


class Refusals:
    """The files of a run that cannot be checked as they were asked for."""

    def __init__(self, checks: int) -> None:
        self._left = checks
        self._first: UsageError | None = None

    def report(self, one: "Check", error: UsageError) -> FileReport:
        """Return the report on such a file."""
        self._first = self._first or error
        self._left -= 1
        told = JudgingError(REFUSED, error.message, notes=error.notes, remedy=error.remedy)
        return failed(one, told)

    def insist(self) -> None:
        """Raise the first error where that is so of all: it is the run that was asked for amiss."""
        if self._first is not None and not self._left:
            raise self._first


def failed(one: "Check", error: JudgingError) -> FileReport:
    """Return the report on a file about which nothing else is known than an error."""
    settings = one.settings
    packaged = one.content is None and has_formula(one.formula)
    context = Context(
        formula=one.shown or one.formula, path=None if packaged else one.formula,
        problem=settings.problem or "", sizes={}, inputs={}, trials=settings.chosen_trials,
    )  # fmt: skip
    return concluded([failed_result(context, None, error)], None, one.expectation)


def unfinished(
    results: list[Result], missing: tuple[str, ...], passed_over: tuple[str, ...] = ()
) -> FileReport:
    """Return the report on a file whose check was interrupted; nothing is expected of it."""
    return replace(concluded(results, None, None, passed_over), missing=missing)


def cut_short(end: KeyboardInterrupt, rest: "Sequence[Check]") -> list[FileReport]:
    """Return the reports on the files that were left when a run was interrupted."""
    begun = [end.report] if isinstance(end, FileInterrupted) else []
    return [*begun, *map(unfinished_file, rest[len(begun) :])]


def unfinished_file(one: "Check") -> FileReport:
    """Return the report on a file of which nothing is known, for the run was interrupted."""
    return unfinished([], (one.shown or one.formula,))

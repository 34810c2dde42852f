"""Assess one formula after another of one file: compare each, conclude, and look for causes."""

import os
import shlex
from collections.abc import Iterator
from dataclasses import field, replace
from time import perf_counter
from typing import Any

from gradcheck.comparing import Comparer, Found
from gradcheck.concluding import failed_result
from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError, UsageError
from gradcheck.evaluation import FICKLE
from gradcheck.factors import Wrong, wrong_factors
from gradcheck.formula import Header, Unbound
from gradcheck.methods import Methods
from gradcheck.progress import step
from gradcheck.reading import Reading
from gradcheck.records import (
    Closeup,
    Context,
    Formula,
    Name,
    Result,
    Verdict,
    WrongFactors,
)
from gradcheck.reference import Reference
from gradcheck.settings import Settings
from gradcheck.worker import Worker

KEPT = 2**20
"""Entries, over all trials, up to which a formula's values are kept with its result."""


@dataclass
class Assessor:
    """Assesses the formulas of one file, which is described and ready to be evaluated."""

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
    comparer: Comparer = field(init=False)

    def __post_init__(self) -> None:
        """Choose methods by what is checked against."""
        self.methods = Methods(self.reference, self.settings)
        self.comparer = Comparer(
            self.worker, self.reference, self.settings, self.methods, self.header.denominator_first
        )

    def wrong_factors(self) -> WrongFactors | None:
        """Return which of the wrong formulas are the cause of which others."""
        if not self.wrong:
            return None
        return wrong_factors(self.wrong, self.judged, self.reference, self.settings.rtol)

    def check(self, formula: Formula | Unbound) -> Result:
        """Return the verdict on one formula; whatever is wrong with it becomes the result.

        Raises UsageError for an entry that is asked for and does not exist.
        """
        if isinstance(formula, Unbound):
            return failed_result(self.context, formula.function, formula.error)
        try:
            return self._judge(formula)
        except JudgingError as error:
            return failed_result(self.context, formula, error, self.worker.printed())

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
        found = self.comparer.compare(formula)
        summary, analytic = found.summary, found.evaluation.analytic
        self.judged.setdefault(formula.derivative, []).append(summary.verdict)
        if summary.verdict is Verdict.DISAGREE and found.complete:
            self.wrong.append(Wrong(formula, analytic))
        return Result(
            context=self.context, derivative=str(formula.derivative), label=formula.label,
            verdict=summary.verdict, counts=summary.counts, map=summary.map, cells=summary.cells,
            closeup=self._closeup(formula, found),
            entries=summary.entries, entries_omitted=summary.omitted, worst=summary.worst,
            resolution=summary.resolution, screened=found.screened,
            reading=_told(formula, found.evaluation.reading),
            given=tuple(map(str, formula.given.values())),
            doc=formula.doc.split("\n\n")[0],
            analytic=analytic if analytic.values.size <= KEPT else None,
            seconds=perf_counter() - started,
            remarks=(*self._remarks(formula), *found.remarks),
            printed=self.worker.printed(), line=formula.line,
            reproduce=_reproduce(self.context, settings, formula, summary.worst),
        )  # fmt: skip

    def _remarks(self, formula: Formula) -> Iterator[str]:
        """Yield what is worth a note whatever comes out."""
        yield from self.methods.remarks(formula.derivative)
        if formula.function in self.header.repeated:
            yield f"`{formula.function}` is defined more than once; the last one counts"

    def _closeup(self, formula: Formula, found: Found) -> Closeup | None:
        """Return what a plot shows, where one is asked for."""
        worst, judgement = found.summary.worst, found.judgement
        if not self.settings.plot or worst is None or judgement is None:
            return None
        from gradcheck.closeups import closeup  # needed by few runs

        seconds = self.settings.limits.timeout
        return closeup(judgement, worst, formula.derivative, self.reference, seconds)

    def diagnose(self, formula: Formula | Unbound, result: Result) -> Result:
        """Look for the causes of a disagreement; a fault on the way costs no verdict."""
        if isinstance(formula, Unbound):
            return result
        agrees = result.verdict is Verdict.AGREE and self.settings.explain
        disagrees = result.verdict is Verdict.DISAGREE and self.settings.causes
        fickle = any(remark.startswith(FICKLE) for remark in result.remarks)
        if fickle or not (agrees or disagrees):
            return result
        from gradcheck.explaining import with_assumptions, with_causes  # needed by few runs

        explain = with_causes if disagrees else with_assumptions
        try:
            with step("looking for causes"):
                return explain(
                    result, formula, self.worker, self.reference, self.header, self.settings
                )
        except Exception as error:
            if os.environ.get("GRADCHECK_TRACEBACK"):
                raise
            told = f"the search for causes failed: {type(error).__name__}: {error}"
            return replace(result, remarks=(*result.remarks, told))


def _told(formula: Formula, reading: Reading) -> str | None:
    told = [remark for remark in (formula.read_as, reading.told) if remark is not None]
    return "; ".join(told) or None


def _within(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))


def _reproduce(context: Context, settings: Settings, formula: Formula, worst: Any) -> str:
    file = context.path or context.formula
    words = ["gradcheck", "run", f"./{file}" if file.startswith("-") else file]
    words += settings.options()
    if worst is not None:
        index = f"[{','.join(map(str, worst.index))}]" if worst.index else ""
        words += ["--trial", str(worst.trial), "--only", formula.name + index]
    return shlex.join(words)

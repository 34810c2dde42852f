"""Evaluate one formula in all trials and judge it, entry by entry or by blocks."""

from dataclasses import replace

import numpy as np

from gradcheck.calls import FormulaCalls
from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError
from gradcheck.evaluation import Evaluation
from gradcheck.judge import Summary, judge, summarise
from gradcheck.methods import Methods
from gradcheck.records import Analytic, Formula, Judgement, Numeric, Screened
from gradcheck.reference import Reference
from gradcheck.settings import Settings
from gradcheck.trials import evaluate_trials
from gradcheck.worker import Worker

SPOILT = frozenset({"cpu", "memory", "crashed", "output", "processes"})
"""Ends that may be the doing of another formula in the same process."""


@dataclass(frozen=True)
class Found:
    """What came out about one formula, by either method."""

    evaluation: Evaluation
    summary: Summary
    remarks: tuple[str, ...]
    screened: Screened | None = None
    judgement: Judgement | None = None
    """That of every entry, None where it was screened by blocks."""
    complete: bool = True
    """Whether every entry was evaluated, and differentiated."""


@dataclass(frozen=True)
class Comparer:
    """Compares the formulas of one file, whose worker is at hand, with their reference."""

    worker: Worker
    reference: Reference
    settings: Settings
    methods: Methods
    denominator_first: bool

    def compare(self, formula: Formula) -> Found:
        """Return what comes out about a formula, by the method that is chosen for its derivative.

        Raises JudgingError where it cannot be evaluated.
        """
        if self.methods.blocks(formula.derivative):
            return self._screened(formula)
        return self._entry_by_entry(formula)

    def _entry_by_entry(self, formula: Formula) -> Found:
        """Judge every entry, or the one that was asked for."""
        only = self.settings.only_index
        numeric = self.reference.numeric(formula.derivative)
        evaluation, judgement, remarks = self._evaluated(formula, numeric)
        checked = evaluation.checked
        if only is not None:
            checked = np.zeros(judgement.disagree.shape[1:], dtype=np.bool_)
            checked[only] = True
        most = self.settings.max_entries
        summary = summarise(judgement, self.settings.chosen_trials, checked, most)
        complete = evaluation.checked is None
        return Found(evaluation, summary, remarks, judgement=judgement, complete=complete)

    def _screened(self, formula: Formula) -> Found:
        """Judge the entries that blocks are narrowed down to, and what is said of the others."""
        name, rtol = formula.derivative, self.settings.rtol
        evaluation, fickle = self._in_all_trials(formula).with_rounding().called_again(None)
        found = self.methods.screen(name, evaluation.analytic, evaluation.checked)
        judgement = found.judge(evaluation.analytic, rtol)
        if not evaluation.confirmed(found.spread(judgement.disagree)):
            evaluation = self._in_all_trials(formula, evaluation.calls).with_rounding()
            found = self.methods.screen(name, evaluation.analytic, evaluation.checked)
            judgement = found.judge(evaluation.analytic, rtol)
        if judgement.disagree.any():
            analytic = evaluation.with_hidden_rounding(found.spread(judgement.disagree))
            evaluation = replace(evaluation, analytic=analytic)
            judgement = found.judge(analytic, rtol)
        summary = found.summarise(judgement, self.settings.chosen_trials, self.settings.max_entries)
        remarks = (*fickle, *evaluation.remarks())
        if self.settings.only_index is not None:
            return Found(evaluation, summary, remarks, complete=False)
        largest = float(np.nanmax(np.abs(evaluation.analytic.values), initial=0.0))
        return Found(evaluation, summary, remarks, found.record(largest), complete=False)

    def _evaluated(
        self, formula: Formula, numeric: Numeric
    ) -> tuple[Evaluation, Judgement, tuple[str, ...]]:
        """Evaluate and judge a formula, and look again where it is accused."""
        evaluation = self._in_all_trials(formula)
        judgement = self._compared(evaluation, evaluation.analytic, numeric)
        if not judgement.agree.all():  # what agrees without it needs no allowance for rounding
            evaluation = evaluation.with_rounding()
            judgement = self._compared(evaluation, evaluation.analytic, numeric)
        if judgement.disagree.any() and not evaluation.confirmed(judgement.disagree):
            evaluation = self._in_all_trials(formula, evaluation.calls).with_rounding()
            judgement = self._compared(evaluation, evaluation.analytic, numeric)
        if judgement.disagree.any():
            analytic = evaluation.with_hidden_rounding(judgement.disagree)
            evaluation = replace(evaluation, analytic=analytic)
            judgement = self._compared(evaluation, analytic, numeric)
        evaluation, fickle = evaluation.called_again(numeric)
        if fickle:
            judgement = self._compared(evaluation, evaluation.analytic, numeric)
        noticed = self.reference.remarks(formula.derivative)
        return evaluation, judgement, (*noticed, *fickle, *evaluation.remarks())

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
            formula, self.worker, self.reference, self.denominator_first,
            self.settings.seed, calls, rounding=False,
        )  # fmt: skip

    def _compared(self, evaluation: Evaluation, analytic: Analytic, numeric: Numeric) -> Judgement:
        """Judge the entries that were evaluated; the others are not accused."""
        judgement = judge(analytic, numeric, self.settings.rtol)
        if evaluation.checked is None:
            return judgement
        return replace(judgement, disagree=judgement.disagree & evaluation.checked)

"""Take what the diagnosis finds out into a result."""

from dataclasses import replace
from time import monotonic

import numpy as np

from gradcheck.diagnose import assumptions, diagnose
from gradcheck.formula import Header
from gradcheck.patience import until
from gradcheck.probing import Prober, subject
from gradcheck.records import Cause, FileReport, Formula, Result, Subject
from gradcheck.reference import Reference
from gradcheck.settings import Settings
from gradcheck.worker import Worker

SECONDS, SECONDS_TO_EXPLAIN = 30.0, 300.0
"""How long more draws are differentiated, in a run and where causes are what is asked for. Where a
cost is slow, in float32 and does not broadcast that takes minutes at each of the sizes."""

ENOUGH = 8
"""Trials of the run itself with which it need not be drawn again."""


def with_causes(
    result: Result, formula: Formula, worker: Worker, reference: Reference, header: Header,
    settings: Settings,
) -> Result:  # fmt: skip
    """Return a result with the causes of its disagreement."""
    asked = _subject(formula, worker, reference, header, settings, result)
    seconds = SECONDS_TO_EXPLAIN if settings.explain else SECONDS
    end = monotonic() + seconds
    with until(end):
        found = diagnose(asked, settings.explain)
    ended = (f"the search for causes was ended after {seconds:g} s",) if monotonic() > end else ()
    return replace(
        result, causes=found.causes, refuted=found.refuted, facts=found.facts + ended,
        searched=True,
        smallest_case=found.smallest_case,
    )  # fmt: skip


def with_assumptions(
    result: Result, formula: Formula, worker: Worker, reference: Reference, header: Header,
    settings: Settings,
) -> Result:  # fmt: skip
    """Return a result that agrees with a remark on what it assumes."""
    asked = _subject(formula, worker, reference, header, settings)
    with until(monotonic() + SECONDS_TO_EXPLAIN):
        told = assumptions(asked)
    return replace(result, remarks=(*result.remarks, *told))


def _subject(
    formula: Formula, worker: Worker, reference: Reference, header: Header, settings: Settings,
    result: Result | None = None,
) -> Subject:  # fmt: skip
    prober = Prober(worker, formula, reference.problem, header.denominator_first, settings)
    own = None
    # What was screened has no numeric derivative, and to take it would be what was avoided.
    analytic = None if result is None or result.screened is not None else result.analytic
    enough = analytic is not None and len(analytic.values) >= ENOUGH
    if analytic is not None and enough and np.isfinite(analytic.values).all():
        own = prober.draws(reference, analytic, None, reference.distributions)
    return subject(prober, reference.sizes, reference.distributions, header.sizes, own)


def with_steps(report: FileReport) -> FileReport:
    """Take the first wrong line, or the wrong factor that a product inherits, into the causes."""
    steps = {}
    for one in report.derivations:
        told = f"{one.place}, {one.first_wrong}, is the first that does not "
        told += f"hold; {one.last_held} before it does"
        for result in report.results:
            if result.derivative == one.derivative and result.searched:
                steps[result.name] = Cause("step", told, where=one.first_wrong)
    inherits = report.factors.inherits if report.factors is not None else {}
    for name, factor in inherits.items():
        steps[name] = Cause("step", f"it inherits the mistake of the chain-rule factor {factor}",
                            where=factor)  # fmt: skip
    results = tuple(_stepped(r, steps.get(r.name), r.name in inherits) for r in report.results)
    return replace(report, results=results)


def _stepped(result: Result, step: Cause | None, inherited: bool) -> Result:
    """Add where a mistake came in: before other causes only where it is another's mistake.

    Lines of one derivation may as well be candidates, of which each has a mistake of its own.
    """
    if step is None or not result.searched:
        return result
    causes = (step, *result.causes) if inherited else (*result.causes, step)
    return replace(result, causes=causes)

"""The report for the screen: count first, worst entry second, map third, table fourth."""

from collections.abc import Iterator

from gradcheck.harmless import harmless
from gradcheck.records import (
    Derivation,
    Doubt,
    Entry,
    Failure,
    Report,
    Result,
    Verdict,
    WrongFactors,
)
from gradcheck.report import Style
from gradcheck.report.map import draw_map
from gradcheck.report.screened import count_screened, screening_notes
from gradcheck.report.tables import DOUBTS, entry_table, index_text, number, small
from gradcheck.report.verdicts import missing, paint, tally
from gradcheck.settings import RULE

INDENT = "  "

VERBS = {
    Verdict.AGREE: "agrees",
    Verdict.DISAGREE: "disagrees",
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.ERROR: "error",
}

REASONS = {
    Doubt.UNSOUND: "unsound: the formula is further off than rounding may excuse, yet its values "
    "scatter as much when its arguments hardly move",
    Doubt.NONE: "inconclusive: the error bound is too wide to decide these entries",
    Doubt.FLAT: "flat: the quantity does not move within its rounding, and the formula is not zero",
    Doubt.KINK: "kink: the slopes to the left and to the right differ, so there is no derivative",
    Doubt.STAIRCASE: "staircase: the quantity moves in jumps, so its slope cannot be measured",
    Doubt.SINGULAR: "singular: the slope drifts with the step and does not settle",
    Doubt.NOISY: "noisy: the quantity's noise hides whatever slope it has",
    Doubt.COARSE: "coarse: the quantity is rounded too coarsely for its slope to be measured",
    Doubt.NOT_FINITE: "not finite: the quantity is infinite or NaN at the point or next to it",
}


def write(report: Report, style: Style) -> str:
    """Return the report as text, ending with a line break."""
    blocks = []
    for file in report.files:
        blocks += [result_text(result, style) for result in file.results]
        if style.verbosity >= 0:
            blocks += ["\n".join(_derivation(one, style)) for one in file.derivations]
            if file.factors is not None:
                blocks.append("\n".join(_factors(file.factors, style)))
    ending = "\n".join(closing(report))
    if style.verbosity >= 0 and ending:
        blocks.append(ending)
    separator = "\n" if style.verbosity < 0 else "\n\n"
    return separator.join(blocks) + "\n"


def result_text(result: Result, style: Style) -> str:
    """Return the report on one formula."""
    return "\n".join(result_lines(result, style))


def result_lines(result: Result, style: Style, *, brief: bool = False) -> Iterator[str]:
    """Tell of one result; `brief` leaves out the entries and the cause."""
    file = harmless(result.context.formula)
    heading = paint(VERBS[result.verdict], result.verdict, style.color)
    yield f"{file}: {result.name} {heading}" if result.derivative else f"{file}: {heading}"
    if result.error is not None:
        yield from _error(result.error, style)
        yield from _printed(result, style)
    if style.verbosity < 0 or result.error is not None:
        return
    yield f"  {counted(result)}"
    if result.worst is not None and result.verdict is not Verdict.AGREE:
        yield f"  {_worst(result, result.worst)}"
    yield from _remarks(result, style)
    mapped = result.screened is None  # of a screened one the map would be all but blank
    if mapped and (result.verdict is not Verdict.AGREE or style.verbosity > 0):
        yield from draw_map(result.map, style.width)
    if brief:
        return
    if result.entries:
        yield ""
        yield from _entries(result, style)
        yield f"  {paint('note:', None, style.color)} {RULE}"
    yield from best_cause(result, style)
    yield from _printed(result, style)
    if result.verdict is not Verdict.AGREE:
        yield f"  reproduce: {harmless(result.reproduce)}"


def _printed(result: Result, style: Style) -> Iterator[str]:
    if style.verbosity > 0:
        yield from (f"  it printed: {line}" for line in result.printed)


def best_cause(result: Result, style: Style) -> Iterator[str]:
    """Name the best cause, and on what it was tested; or what narrows an unknown one down."""
    if not result.searched and not result.causes:
        return
    note = paint("note:", None, style.color)
    if not result.causes:
        yield "  cause unknown"
        yield from (f"  {note} {fact}" for fact in result.facts)
        return
    best = result.causes[0]
    yield f"  {paint('cause:', None, style.color)} {best.message}"
    if any(best.tested_on):
        yield f"  {note} holds on fresh draws: {'; '.join(filter(None, best.tested_on))}"


def _derivation(derivation: Derivation, style: Style) -> Iterator[str]:
    """Name the first line of a derivation that does not hold, beside the last that did."""
    yield f"{derivation.derivative}: {derivation.place} is the first that does not hold"
    note = paint("note:", None, style.color)
    for what, name, doc in (
        ("the last that holds", derivation.last_held, derivation.last_doc),
        ("the first that does not", derivation.first_wrong, derivation.doc),
    ):
        told = " ".join(doc.split())
        yield f"  {note} {what}: {name}" + (f": {told}" if told else "")


def _factors(factors: WrongFactors, style: Style) -> Iterator[str]:
    """Name the first wrong factor of the chain rule, and tell inherited mistakes from own ones."""
    yield f"first wrong factor: {factors.first}" if factors.first else "wrong formulas"
    note = paint("note:", None, style.color)
    for factor in dict.fromkeys(factors.inherits.values()):
        heirs = [name for name, root in factors.inherits.items() if root == factor]
        yield f"  {note} the mistake of {factor} is inherited by {', '.join(heirs)}"
    others = [name for name in factors.own if name != factors.first]
    if others:
        yield f"  {note} wrong for a reason of their own: {', '.join(others)}"


def counted(result: Result) -> str:
    """Return the count: how many entries have which verdict."""
    counts, total = result.counts, result.counts.total
    if result.screened is not None:
        return _over(count_screened(counts, result.screened), result)
    if result.verdict is Verdict.AGREE and counts.inconclusive:
        agreed = f"{total} of {total} entries agree where they are decided"
        return _over(f"{agreed}, {counts.inconclusive} inconclusive in some trial", result)
    parts = []
    for count, verb in ((counts.disagree, "disagree"), (counts.agree, "agree")):
        if count or (verb == "agree" and not counts.disagree):
            parts.append(f"{count} of {total} entries {verb}")
            break
    if counts.disagree and counts.agree:
        parts.append(f"{counts.agree} agree")
    parts.append(f"{counts.inconclusive} inconclusive")
    return _over(", ".join(parts), result)


def _over(told: str, result: Result) -> str:
    """Say over how many trials, and what would have shown."""
    trials = len(result.context.trials)
    told += f", over {trials} trial{'s' * (trials != 1)}"
    if result.resolution is not None:
        told += f"; a relative mistake of {small(result.resolution)} would show"
    return told


def _worst(result: Result, worst: Entry) -> str:
    what = f"{result.derivative}{index_text(worst.index)}"
    told = (
        f"worst: {what} in trial {worst.trial}: formula {number(worst.analytic)}, "
        f"numeric {number(worst.numeric)}, difference {small(worst.difference)}, "
        f"allowed {small(worst.allowed)}"
    )
    doubt = DOUBTS.get(worst.doubt)
    return f"{told} ({doubt})" if doubt and result.verdict is Verdict.INCONCLUSIVE else told


def _remarks(result: Result, style: Style) -> Iterator[str]:
    note = paint("note:", None, style.color)
    if result.reading:
        yield f"  {note} {result.reading}"
    if result.given:
        yield f"  {note} given the numeric {', '.join(result.given)}"
    if result.screened is not None:
        yield from (f"  {note} {told}" for told in screening_notes(result.screened))
    yield from (f"  {note} {remark}" for remark in result.remarks)
    for reason in sorted({e.doubt for e in result.entries if e.verdict is Verdict.INCONCLUSIVE}):
        if reason in REASONS:
            yield f"  {note} {REASONS[reason]}"


def _entries(result: Result, style: Style) -> Iterator[str]:
    total = len(result.entries) + result.entries_omitted
    shown = result.entries[: style.rows]
    if shown:
        table = entry_table(shown, len(result.context.trials), style.width - len(INDENT))
        yield from (f"{INDENT}{line}".rstrip() for line in table)
    if len(shown) < total:
        yield f"  {len(shown)} of {total} shown"


def _error(failure: Failure, style: Style) -> Iterator[str]:
    yield f"  {paint('error:', Verdict.DISAGREE, style.color)} {harmless(failure.message)}"
    # Notes and remedies are harmless; before the message stands the name of the file.
    for note in failure.notes:
        yield f"  {paint('note:', None, style.color)} {note}"
    if failure.remedy is not None:
        yield f"  {paint('help:', Verdict.AGREE, style.color)} {failure.remedy}"
    if style.verbosity >= 0:
        more = f"`gradcheck help {failure.kind}` has an example"
        yield f"  {paint('note:', None, style.color)} {more}"


def closing(report: Report) -> Iterator[str]:
    """Say against what was checked, once for all results that share it."""
    told = []
    for result in report.results:
        context = result.context
        if not context.inputs:
            continue  # it failed before anything was drawn
        sizes = ", ".join(f"{k} = {v}" for k, v in context.sizes.items())
        inputs = ", ".join(f"{k} {v}" for k, v in context.inputs.items())
        problem = f"{context.problem} with {sizes}" if sizes else context.problem
        told.append(harmless(f"{problem}; {inputs}; seed {report.seed}"))
    for line in dict.fromkeys(told):
        yield f"checked against {line}"
    if len(report.results) > 1:
        yield tally(report.results)
    yield from (harmless(f"not as expected: {told}") for told in report.unexpected)
    if report.missing:
        yield missing(report)

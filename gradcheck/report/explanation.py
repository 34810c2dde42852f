"""The report of `gradcheck explain`: causes, what was refuted, and a case to be worked by hand."""

from collections.abc import Iterator

from gradcheck.records import Cause, Report, Result, SmallestCase, Verdict
from gradcheck.report import Style
from gradcheck.report.causes import value_text
from gradcheck.report.table import closing, result_lines
from gradcheck.report.tables import index_text, number
from gradcheck.report.verdicts import paint

SHOWN = 8
"""Refuted claims that are shown; the HTML page has them all."""


def write(report: Report, style: Style) -> str:
    """Return the report as text, ending with a line break."""
    blocks = ["\n".join(_explained(result, style)) for result in report.results]
    ending = "\n".join(closing(report))
    if ending and style.verbosity >= 0:
        blocks.append(ending)
    return "\n\n".join(blocks) + "\n"


def _explained(result: Result, style: Style) -> Iterator[str]:
    yield from result_lines(result, style, brief=True)
    if result.verdict is not Verdict.DISAGREE or not result.searched or style.verbosity < 0:
        return
    yield ""
    yield from _causes(result, style)
    if result.refuted:
        yield "  looked right and was refuted on fresh draws:"
        yield from (f"    {cause.kind}: {cause.message}" for cause in result.refuted[:SHOWN])
        if len(result.refuted) > SHOWN:
            yield f"    {SHOWN} of {len(result.refuted)} shown"
    if result.smallest_case is not None:
        yield ""
        yield from _smallest(result, result.smallest_case)


def _causes(result: Result, style: Style) -> Iterator[str]:
    note = paint("note:", None, style.color)
    if not result.causes:
        yield "  cause unknown"
    else:
        best, *others = result.causes
        yield f"  {paint('cause:', None, style.color)} {best.message}"
        yield from _details(result, best, style)
        if others:
            yield "  also true:"
            yield from (f"    {cause.kind}: {cause.message}" for cause in others)
    yield from (f"  {note} {fact}" for fact in result.facts)


def _details(result: Result, best: Cause, style: Style) -> Iterator[str]:
    note, help_ = paint("note:", None, style.color), paint("help:", Verdict.AGREE, style.color)
    if best.corrected is not None:
        held = f" while {best.condition}" if best.condition is not None else ""
        yield f"  {help_} right{held}: {result.derivative} = {best.corrected}"
    if best.tested_on:
        at = "; ".join(filter(None, best.tested_on))
        yield f"  {note} tested on fresh draws{f' at {at}' if at else ''}"


def _smallest(result: Result, case: SmallestCase) -> Iterator[str]:
    sizes = ", ".join(f"{k} = {v}" for k, v in case.sizes.items())
    yield f"  the smallest case on which it fails{': ' + sizes if sizes else ''}"
    for name, value in {**case.inputs, **case.quantities}.items():
        yield f"    {name} = {value_text(value)}"
    what = f"{result.derivative}{index_text(case.index)}"
    yield f"    {what}: formula {number(case.analytic)}, numeric {number(case.numeric)}"
    if case.steps:
        yield "    by the cause:"
        yield from (f"      {step}" for step in case.steps)

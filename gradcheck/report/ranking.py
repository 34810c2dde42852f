"""The screen report of a comparison: one table, the best first."""

from collections.abc import Iterator, Sequence
from math import inf, isnan

from gradcheck.harmless import harmless
from gradcheck.records import Report, Result, Twin, Verdict
from gradcheck.report import Style
from gradcheck.report.fit import fitted, told
from gradcheck.report.screened import how_checked, resolution_text, share_wrong
from gradcheck.report.tables import number, small
from gradcheck.report.verdicts import missing, paint, tally

MOST_NAMES = 8
DISPENSABLE = ("time", "resolution", "worst difference", "wrong")
"""Columns that a narrow terminal does without, the first to go first."""
RANK = {Verdict.AGREE: 0, Verdict.INCONCLUSIVE: 1, Verdict.DISAGREE: 2, Verdict.ERROR: 3}


def write(report: Report, style: Style) -> str:
    """Return the ranking as text, ending with a line break.

    Where a configuration says what is expected, only what is not so is listed, unless the report is
    to be verbose.
    """
    lines: list[str] = []
    expected = [r for r in report.results if r.expect is not None]
    if style.verbosity > 0 or len(expected) < len(report.results):
        lines += [*_table(_ranked(report.results), style), ""]
        lines += map(harmless, _twins(report.twins))
    if style.verbosity >= 0:
        lines += [f"  {harmless(line)}" for line in _errors(report.results)]
    lines += [harmless(f"not as expected: {told}") for told in report.unexpected]
    lines += [missing(report)] if report.missing else []
    lines.append(tally(report.results))
    if expected:
        as_expected = sum(str(r.verdict) == r.expect for r in expected)
        # What is not there, and a first wrong line that is another, are no result's verdict.
        apart = len(report.unexpected) - (len(expected) - as_expected)
        lines.append(f"{as_expected} of {len(expected) + apart} as expected")
    return "\n".join(lines) + "\n"


def _ranked(results: Sequence[Result]) -> list[Result]:
    """Return the results best first: by verdict, wrong entries, worst difference, resolution."""

    def key(result: Result) -> tuple[float, ...]:
        # Two digits, as shown: finer differences are chance.
        worst = float(f"{result.worst.difference:.1e}") if result.worst is not None else inf
        apart = worst if result.verdict is not Verdict.AGREE else 0.0
        resolution = float(f"{result.resolution:.1e}") if result.resolution is not None else inf
        wrong = result.counts.disagree
        return (RANK[result.verdict], wrong, inf if isnan(apart) else apart, resolution)

    return sorted(results, key=key)


def _table(results: Sequence[Result], style: Style) -> list[str]:
    rows = [
        [
            harmless(result.context.formula),
            result.name if result.derivative else "",
            paint(str(result.verdict), result.verdict, style.color) + how_checked(result),
            share_wrong(result),
            small(result.worst.difference) if result.worst is not None else "",
            resolution_text(result),
            f"{1000 * result.seconds:.0f} ms",
        ]
        for result in results
    ]
    heads = ["formula", "derivative", "verdict", "wrong", "worst difference", "resolution", "time"]
    align = ("left", "left", "left", "right", "right", "right", "right")
    lines, left_out = fitted(rows, heads, align, style.width, DISPENSABLE)
    return [*lines, *told(left_out)]


def _twins(found: Sequence[Twin]) -> Iterator[str]:
    same: dict[str, list[str]] = {}
    for twin in found:
        if twin.factor == 1:
            same.setdefault(twin.of, []).append(twin.name)
        else:
            yield f"{twin.name} is {number(twin.factor)} times {twin.of}"
    for name, others in same.items():
        more = f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
        yield f"the same on these draws as {name}: {', '.join(others[:MOST_NAMES])}{more}"


def _errors(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        if result.error is not None and result.expect != str(result.verdict):
            remedy = f"; {result.error.remedy}" if result.error.remedy else ""
            error = f"{result.error.kind}: {result.error.message}{remedy}"
            yield f"{result.context.formula}: {error}"

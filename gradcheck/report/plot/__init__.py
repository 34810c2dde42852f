"""The report as pictures: heat maps and the step-size curve of each formula, a page for each.

Matplotlib is imported when something is drawn, and no window system is needed.
"""

from gradcheck.records import Report, Result, Verdict

MOST_PAGES = 100
"""Formulas in a file of several pages, those that do not agree first: a longer one nobody reads."""

NOTHING = "no formula was judged entry by entry"
"""What is said where nothing can be shown: all failed, or were screened by blocks."""


def chosen(report: Report, kind: str) -> tuple[Result, ...]:
    """Return the results that a plot of this kind shows: those judged entry by entry.

    A `pdf` has a page for each. Others show the first that does not agree, or else the one that
    came closest to it.
    """
    judged = [result for result in report.results if result.closeup is not None]
    wrong_first = sorted(judged, key=lambda result: result.verdict is Verdict.AGREE)
    if kind == "pdf":
        kept = {id(result) for result in wrong_first[:MOST_PAGES]}
        return tuple(result for result in judged if id(result) in kept)
    if wrong_first and wrong_first[0].verdict is Verdict.AGREE:
        return (max(wrong_first, key=closeness),)
    return tuple(wrong_first[:1])


def closeness(result: Result) -> float:
    """Return the worst entry's difference as a fraction of what is allowed."""
    worst = result.worst
    return worst.difference / worst.allowed if worst is not None and worst.allowed else 0.0


def left_out(report: Report, kind: str) -> str | None:
    """Return what is to be said of formulas that are not shown; None where all are."""
    shown, total = chosen(report, kind), len(report.results)
    if not shown:
        return f"shows nothing: {NOTHING}"
    if len(shown) == total:
        return None
    if kind == "pdf":
        return f"shows {len(shown)} of {total} formulas"
    which = "which does not agree" if shown[0].verdict is not Verdict.AGREE else "the closest call"
    name = f"{shown[0].context.formula}: {shown[0].name}"
    return f"shows {name}, {which}, of {total} formulas; a .pdf has a page for each"


def write(report: Report, kind: str) -> bytes:
    """Return the plot as a file of the kind `png`, `svg` or `pdf`: the same for the same record."""
    from gradcheck.report.plot.file import to_bytes  # imports matplotlib

    return to_bytes(chosen(report, kind), kind)

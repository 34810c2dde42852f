"""What reports say of a gradient that was screened by blocks, and of others in the same place."""

from collections.abc import Iterator

from gradcheck.records import Counts, Result, Screened
from gradcheck.report.tables import small


def share_wrong(result: Result) -> str:
    """Return how many of all entries disagree; nothing where none could be judged."""
    total = result.counts.total if result.screened is None else result.screened.entries
    return f"{result.counts.disagree} of {total}" if total else ""


def resolution_text(result: Result) -> str:
    """Return the smallest mistake that would have shown, as a table's cell."""
    if result.screened is not None and result.screened.relative is not None:
        return f"{small(result.screened.relative)} of the largest"
    return small(result.resolution) if result.resolution is not None else ""


def how_checked(result: Result) -> str:
    """Return what follows a verdict's word where the entries were not all differentiated."""
    return " (screened)" if result.screened is not None else ""


def count_screened(counts: Counts, screened: Screened) -> str:
    """Return how many entries have which verdict, and that the others were only screened."""
    size = screened.entries
    if not (counts.disagree or counts.inconclusive):
        return f"{size} entries agree as far as blocks of them show (screened)"
    told = f"{counts.disagree} of {size} entries disagree, {counts.inconclusive} inconclusive"
    others = size > counts.disagree + counts.inconclusive
    return f"{told}, the others screened" if others else told


def screening_notes(screened: Screened) -> Iterator[str]:
    """Yield how the entries were screened, and what may have been missed."""
    singly = {0: "no entry was", 1: "1 entry was"}.get(
        screened.singly, f"{screened.singly} entries were"
    )
    told = f"screened in {screened.evaluations} evaluations: {singly} looked at singly"
    if screened.directions:
        told += f", all others together along {screened.directions} random directions"
    yield told
    if screened.resolution is not None:
        size = small(screened.resolution)
        if screened.relative is not None:
            size += f" ({small(screened.relative)} of the largest)"
        yield f"a mistake of {size} in any one entry would have shown; smaller ones may be missed"
    if screened.unresolved:
        yield (
            f"nothing can be said of {screened.unresolved} entries: the search ended, or blocks of "
            "them disagree and no entry stands out, or only huge mistakes would show"
        )

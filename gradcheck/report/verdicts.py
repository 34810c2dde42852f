"""How verdicts look: their colours, and how many there are of each."""

from collections.abc import Sequence

from gradcheck.harmless import harmless
from gradcheck.records import Report, Result, Verdict

COLORS = {
    Verdict.AGREE: "32",
    Verdict.DISAGREE: "31",
    Verdict.INCONCLUSIVE: "33",
    Verdict.ERROR: "35",
}
REMARK = "36"

MOST_NAMES = 8
"""What a line names; more are counted."""


def paint(text: str, verdict: Verdict | None, color: bool) -> str:
    """Return the text in the colour of a verdict, or of a remark; as it is without colour."""
    if not color:
        return text
    return f"\x1b[{COLORS[verdict] if verdict is not None else REMARK};1m{text}\x1b[0m"


def missing(report: Report) -> str:
    """Return what was not judged, for the run was interrupted; nothing where all was."""
    names = report.missing
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    told = f"interrupted; not judged: {', '.join(names[:MOST_NAMES])}{more}"
    return harmless(told) if names else ""


def tally(results: Sequence[Result]) -> str:
    """Return how many formulas there are, and how many have each verdict."""
    verdicts = [result.verdict for result in results]
    counts = [f"{verdicts.count(v)} {v}" for v in Verdict if v in verdicts]
    return f"{len(verdicts)} formula{'s' * (len(verdicts) != 1)}: " + ", ".join(counts)

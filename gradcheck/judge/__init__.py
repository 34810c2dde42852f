"""Judge: from a formula's values and the numeric derivative to verdicts."""

from gradcheck.judge.rule import excused, judge
from gradcheck.judge.summary import Summary, summarise

__all__ = ["Summary", "excused", "judge", "summarise"]

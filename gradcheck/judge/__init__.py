"""Judge: from a formula's values and the numeric derivative to verdicts."""

from gradcheck.judge.rule import judge
from gradcheck.judge.summary import Summary, summarise

__all__ = ["Summary", "judge", "summarise"]

"""What `gradcheck help` explains: one text for each kind of error, cause and doubt.

A text begins with `code (group): title`; the code is the name of its file.
"""

from collections.abc import Mapping
from pathlib import Path

from gradcheck.dataclass import dataclass

HERE = Path(__file__).parent

GROUPS = {
    "error": "why a formula could not be judged",
    "doubt": "why an entry could not be decided",
    "cause": "why a formula disagrees",
}
"""The groups of texts, in the order in which they are shown."""


@dataclass(frozen=True)
class Topic:
    """One text."""

    code: str
    group: str
    title: str
    text: str
    """All of it, the line with the title first, ending with a line break."""


def topics() -> Mapping[str, Topic]:
    """Return all texts by code, group by group."""
    found = [read_topic(path.stem) for path in sorted(HERE.glob("*.txt"))]
    order = list(GROUPS)
    return {topic.code: topic for topic in sorted(found, key=lambda t: order.index(t.group))}


def read_topic(code: str) -> Topic:
    """Read the text of a code that there is."""
    text = (HERE / f"{code}.txt").read_text(encoding="utf-8")
    head, _, title = text.partition("\n")[0].partition(": ")
    return Topic(code, head.removeprefix(f"{code} (").removesuffix(")"), title, text)

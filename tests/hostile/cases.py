"""The corpus: formula files that are wrong and misbehave, with what may come of each."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.generated import GENERATED

FOLDER = Path(__file__).parent.parent / "plugins" / "hostile"

LITERAL = re.compile(r"(?m)^\ufeff?(?:# )?(EXPECT|NEEDS) = (\[[^\]]*\])$")
"""Read by itself, for some files cannot be parsed."""

SHARE = 3
"""Every third file stands for the others where the whole corpus would take too long."""


@dataclass(frozen=True)
class Case:
    """One misbehaving formula file."""

    name: str
    content: bytes
    expect: frozenset[str]
    """The error kinds and verdicts that may come of it: never `agree`."""
    needs: frozenset[str]
    """Without which of these it is no fair game: `contained` (signals cannot leave the process),
    `bounded` (the number of processes is limited), `landlock` (files are out of reach)."""


def corpus() -> list[Case]:
    """Return all cases, by name: the files of the folder, and those that are made up here."""
    files = {path.name: path.read_bytes() for path in FOLDER.glob("[!_]*.py")}
    return [_case(name, content) for name, content in sorted((files | GENERATED).items())]


def neighbours() -> dict[str, bytes]:
    """Return the files that are no formula files, but that some of those refer to."""
    return {path.name: path.read_bytes() for path in FOLDER.glob("_*.py")}


def _case(name: str, content: bytes) -> Case:
    beginning = content[:4096].decode("utf-8", "replace")
    found = {key: ast.literal_eval(value) for key, value in LITERAL.findall(beginning)}
    return Case(name, content, frozenset(found["EXPECT"]), frozenset(found["NEEDS"]))

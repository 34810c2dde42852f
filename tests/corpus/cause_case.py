"""A wrong formula with its label, and the tables that they are written in.

A formula is written as people write it: `dJ_dW[r, c] = (O[r] - T[r]) * x[c] / m`, or, for the whole
array, `dJ_dW = np.outer(O - T, x) / m`; lines before the last are its intermediate steps. What it
takes as parameters is read off from it.
"""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus.cause_labels import Label

PROBLEMS = Path(__file__).parent / "problems"
HELD_OUT = 40
"""Per cent of the cases that are held out."""
HEAD = re.compile(r"(?P<name>d\w+?|gradient)\s*(?:\[(?P<indices>[^\]]*)\])?\s*=(?!=)\s*")

MUTATIONS = frozenset({
    "sign", "constant", "mean", "log base", "layout", "index", "missing term", "extra term",
    "term sign", "replaced", "inner", "argument", "missing sum", "axis", "assumption", "diagonal",
    "collapse", "entry", "region", "numerics", "not a gradient", "step", "chain factor",
})  # fmt: skip
"""What a formula was spoilt with."""


@dataclass(frozen=True)
class Case:
    """A wrong formula, made from a right one by one mutation or two."""

    problem: str
    name: str
    text: str
    """The formula as written, the last of a blank-line separated list where it has company."""
    label: Label
    mutations: tuple[str, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The distributions at which it disagrees, where it agrees at the default ones."""

    @property
    def full_name(self) -> str:
        """Name the problem too."""
        return f"{self.problem}/{self.name}"

    @property
    def part(self) -> str:
        """`dev` or `held-out`, by a hash of the name."""
        hashed = zlib.crc32(self.full_name.encode()) % 100
        return "held-out" if hashed < HELD_OUT else "dev"

    @property
    def double(self) -> bool:
        """Whether two mistakes were made."""
        return len(self.mutations) > 1


@dataclass(frozen=True)
class Table:
    """A problem, right formulas for it, and wrong ones made from them."""

    problem: str
    right: tuple[str, ...]
    cases: tuple[Case, ...]


def wrong(name: str, text: str, label: Label, *mutations: str, **inputs: str) -> Case:
    """Return a case whose problem the table fills in."""
    assert mutations, name
    assert MUTATIONS.issuperset(mutations), mutations
    return Case("", name, textwrap.dedent(text).strip(), label, mutations, inputs)


def table(problem: str, right: Sequence[str], cases: Sequence[Case]) -> Table:
    """Return the right and wrong formulas of one problem."""
    filled = (
        Case(problem, c.name, c.text, c.label, c.mutations, c.inputs) for c in cases
    )  # fmt: skip
    return Table(problem, tuple(textwrap.dedent(r).strip() for r in right), tuple(filled))


def extended(entry: Table, cases: Sequence[Case]) -> Table:
    """Return a table with more cases."""
    return table(entry.problem, entry.right, (*entry.cases, *cases))


def own_problem(problem: str) -> Path | None:
    """Return the file of a problem of the corpus; None for a packaged one."""
    path = PROBLEMS / f"{problem}.py"
    return path if path.exists() else None


def asked_for(problem: str) -> str:
    """Return what a formula file must say as its `PROBLEM`."""
    path = own_problem(problem)
    return problem if path is None else str(path)


def derivative(text: str) -> str:
    """Return the name of the last formula, its label included."""
    head = [HEAD.match(line) for line in text.splitlines()]
    return [match["name"] for match in head if match and match["name"] != "d"][-1]


def source(problem: str, formulas: Sequence[str]) -> str:
    """Return a formula file."""
    parts = ["import numpy as np", f"PROBLEM = {asked_for(problem)!r}"]
    return "\n\n\n".join([*parts, *map(function, formulas)]) + "\n"


def function(text: str, label: str = "") -> str:
    """Return a formula as a function."""
    *steps, last = _statements(text)
    match = HEAD.match(last)
    assert match is not None, text
    body = [*steps, f"return {last[match.end() :]}"]
    indices = [i.strip() for i in (match["indices"] or "").split(",") if i.strip()]
    taken = [name for name in free_names("\n".join(body)) if name not in indices]
    head = f"def {match['name']}{label and '__' + label}({', '.join([*indices, *taken])}):"
    return "\n".join([head, *(textwrap.indent(line, "    ") for line in body)])


def _statements(text: str) -> list[str]:
    tree = ast.parse(re.sub(r"\[([^\]=]*), /\]", r"[\1]", text))
    lines = text.splitlines()
    starts = [node.lineno - 1 for node in tree.body]
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def free_names(code: str) -> list[str]:
    """Return the names that code takes from outside, in their order."""
    tree = ast.parse(code)
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    bound = {n.id for n in nodes if isinstance(n.ctx, ast.Store)}
    bound |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    known = bound | set(dir(builtins)) | {"np"}
    ordered = sorted(nodes, key=lambda n: (n.lineno, n.col_offset))
    return list(dict.fromkeys(n.id for n in ordered if n.id not in known))

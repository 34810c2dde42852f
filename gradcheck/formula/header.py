"""What a formula file says of itself, read from its syntax tree without running it."""

from collections.abc import Mapping
from dataclasses import field

from gradcheck.dataclass import dataclass
from gradcheck.errors import JudgingError, did_you_mean
from gradcheck.sizes import Expression
from gradcheck.source import Source

LAYOUTS = ("numerator", "denominator")

LONGEST = 4096
"""Characters of the longest path that systems take."""


@dataclass(frozen=True)
class Header:
    """The literals at the top of a formula file."""

    problem: str | None
    """The problem that the file is for, by name or by path."""
    complete: bool
    """Whether the file defines its own problem."""
    sizes: Mapping[str, Expression]
    """The sizes that its formulas need."""
    denominator_first: bool
    """Whether its arrays have the denominator's axes first."""
    repeated: frozenset[str] = frozenset()
    """The functions that it defines more than once."""
    classes: Mapping[str, int] = field(default_factory=dict)
    """The classes that it defines, each with its line."""


def read_header(source: Source) -> Header:
    """Read PROBLEM, SIZES and LAYOUT.

    Raises JudgingError of kind `literal` for a value of another form, and of kind `problem` for a
    file that both names a problem and defines one.
    """
    complete = source.defines("INPUTS")
    found = source.literals(("PROBLEM", "LAYOUT") if complete else ("PROBLEM", "SIZES", "LAYOUT"))
    problem, layout = found.get("PROBLEM"), found.get("LAYOUT", "numerator")
    if problem is not None and not (isinstance(problem, str) and 0 < len(problem) <= LONGEST):
        raise JudgingError(
            "literal",
            f"{source.shown}: `PROBLEM` must be a string: the name of a problem, or of its file",
        )
    if layout not in LAYOUTS:
        named = layout if isinstance(layout, str) else ""
        told = f", not `{named:.40}`" if named else ""
        raise JudgingError(
            "literal", f"{source.shown}: `LAYOUT` must be `numerator` or `denominator`{told}",
            remedy=did_you_mean(named[:40], LAYOUTS),
        )  # fmt: skip
    if complete and problem is not None:
        raise JudgingError(
            "problem",
            f"{source.shown} names the problem `{problem}` and defines one of its own",
            remedy="remove either `PROBLEM` or `INPUTS`",
        )
    sizes = _sizes(found.get("SIZES", {}), source.shown)
    return Header(problem, complete, sizes, layout == "denominator", source.repeated(),
                  source.classes())  # fmt: skip


def _sizes(value: object, shown: str) -> Mapping[str, Expression]:
    if isinstance(value, dict) and all(
        isinstance(name, str) and isinstance(size, int | str) and not isinstance(size, bool)
        for name, size in value.items()
    ):
        return value
    raise JudgingError(
        "literal",
        f"{shown}: `SIZES` must map names of sizes to whole numbers or expressions",
        remedy='for example `SIZES = {"m": 4, "k": "m"}`',
    )

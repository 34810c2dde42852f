"""What a command is to write: whether it can is told before any work is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradcheck.layers import FILES

if TYPE_CHECKING:
    from gradcheck.output import Target


def targets_and_plot(
    options: Mapping[str, Any], formats: Sequence[str], resumed: str | None
) -> "tuple[list[Target], Path | None]":
    """Return the reports that were asked for, and the path of a plot.

    Raises UsageError where one cannot be written, would replace what is read, or lacks a package.
    """
    from gradcheck.output import parse_targets, refuse_replacing, refuse_twice, refuse_unwritable
    from gradcheck.report import refuse_missing

    targets = parse_targets(options["format"], formats)
    plot = Path(options["plot"]) if options["plot"] else None
    written = [(target.path, target.format) for target in targets if target.path is not None]
    if plot is not None:
        refuse_unwritable(plot)
        written.append((plot, "plot"))
        refuse_twice([path for path, _ in written])
    read, kept = _read(options), [Path(resumed)] if resumed else []
    for path, kind in written:
        # A file of lines is resumed by writing on.
        refuse_replacing(path, read if kind == "jsonl" else [*read, *kept])
    refuse_missing([*(target.format for target in targets), *(["plot"] if plot else [])])
    return targets, plot


def _read(options: Mapping[str, Any]) -> list[Path]:
    """Return the files that are named for a run to read."""
    context = click.get_current_context()
    named = [*context.params.get("formulas", ()), options.get("problem")]
    return [*map(Path, filter(None, named)), *context.meta.get(FILES, {}).values()]

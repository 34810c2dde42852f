"""Run the rows one after another, each in a process of its own, and print the table."""

from __future__ import annotations

import platform
import sys
import time
from pathlib import Path

import click
from tabulate import tabulate

from tests.benchmarks.speed.line import HEADS, Line
from tests.benchmarks.speed.process import call
from tests.benchmarks.speed.readme import quoted, short
from tests.benchmarks.speed.table import Row, rows

PACKAGES = ("numpy", "scipy", "torch", "jax", "autograd", "numdifftools")


def measure(row: Row, quick: bool) -> list[Line]:
    """Return the lines of a row."""
    arguments = {**row.arguments, **((row.quick or {}) if quick else {})}
    return [Line(**fields) for fields in call(row.function, **arguments)]


def machine() -> str:
    """Say what the times are of."""
    from importlib.metadata import PackageNotFoundError, version

    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return f"{platform.machine()}, one thread; {', '.join(found)}"


@click.command()
@click.option(
    "--quick", is_flag=True, help="Small sizes and few repetitions; figures may not hold."
)
@click.option(
    "--only", metavar="ROW", help="Only rows whose names begin so, `blocks` for instance."
)
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the table there too.")
@click.option(
    "--readme",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Put a short table between the marks in this file.",
)
@click.option("--list", "listing", is_flag=True, help="Print the names of the rows.")
def main(
    quick: bool, only: str | None, markdown: Path | None, readme: Path | None, listing: bool
) -> None:  # fmt: skip
    """Measure ours and the rivals' side by side: medians of pairs that are run in turn, each in a
    process of its own.

    Ratios are theirs / ours in processor time, unless a line says otherwise. Exits with 1 where a
    figure does not hold, but for a quick run.
    """
    chosen = [row for row in rows() if row.name.startswith(only or "")]
    if quick:
        chosen = [row for row in chosen if row.quick is not None]
    if listing:
        click.echo("\n".join(row.name for row in chosen))
        return
    if not chosen:
        raise click.UsageError(f"no row's name begins with `{only}`")
    lines = []
    for row in chosen:
        started = time.perf_counter()
        try:
            lines += measure(row, quick)
        except RuntimeError as error:
            lines.append(Line(row.name, "", "", value=float("nan"), wanted="<= 0", note=str(error)))
        click.echo(f"{row.name}: {time.perf_counter() - started:.0f} s", err=True)
    cells = [line.cells() for line in lines]
    click.echo(tabulate(cells, HEADS, disable_numparse=True))
    click.echo(f"\n{machine()}")
    if markdown is not None:
        table = tabulate(cells, HEADS, tablefmt="github", disable_numparse=True)
        markdown.write_text(f"{table}\n\n{machine()}\n", encoding="utf-8")
    if readme is not None:
        text = quoted(readme.read_text(encoding="utf-8"), short(lines, machine()))
        readme.write_text(text, encoding="utf-8")
    missed = sum(line.held is False for line in lines)
    click.echo(f"{missed} figures do not hold" if missed else "every figure holds")
    sys.exit(bool(missed) and not quick)


if __name__ == "__main__":
    main()

"""Feed odd inputs to everything that reads them: `python -m tests.benchmarks.fuzz [--inputs N]`."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter

import click
from hypothesis import HealthCheck, Phase, given, seed, settings
from tabulate import tabulate

from tests.fuzz import inputs
from tests.fuzz.readers import READERS


@click.command()
@click.option("--inputs", "count", type=click.IntRange(min=4), default=24_000, show_default=True,
              help="Inputs in all.")  # fmt: skip
@click.option("--seed", "chosen", type=int, default=0, show_default=True, help="Of the inputs.")
def main(count: int, chosen: int) -> None:
    """Count, for every reader, the inputs and the exceptions that are not gradcheck's own."""
    rows, failures = [], 0
    for what in READERS:
        tried, found, seconds = tally(what, count // len(READERS), chosen)
        failures += sum(found.values())
        rows.append([what, tried, sum(found.values()), f"{seconds:.1f} s"])
        for told, times in found.most_common():
            click.echo(f"{what}: {times} times\n{told}", err=True)
    click.echo(tabulate(rows, ["reader", "inputs", "unhandled", "time"]))
    sys.exit(failures > 0)


def tally(what: str, count: int, chosen: int) -> tuple[int, Counter[str], float]:
    """Return how many inputs were tried, the exceptions by their last lines, and the seconds."""
    found: Counter[str] = Counter()
    tried = 0

    @seed(chosen)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(getattr(inputs, what))
    def read(content: bytes) -> None:
        nonlocal tried
        tried += 1
        try:
            READERS[what](content)
        except Exception:
            found["".join(traceback.format_exc().splitlines(keepends=True)[-6:])] += 1

    started = time.perf_counter()
    read()
    return tried, found, time.perf_counter() - started


if __name__ == "__main__":
    main()

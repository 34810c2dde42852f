"""How often is the cause of a mistake found? `python -m tests.benchmarks.causes [--part dev]`."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
from tabulate import tabulate

import gradcheck
from gradcheck.records import Cause, Report, Verdict
from tests.corpus.cause_case import Case
from tests.corpus.cause_labels import judge
from tests.corpus.cause_trial import file_of, words
from tests.corpus.causes import CASES

PARTS = ("dev", "held-out", "all")
OUTCOMES = ("right", "unknown", "wrong", "not judged")
PERCENTAGES = ("right", "wrong")


@dataclass(frozen=True)
class Tried:
    """What the search said about one wrong formula."""

    case: Case
    outcome: str
    told: str
    """The kind and message of the first cause."""
    wall: float
    """Seconds that the search added."""
    cpu: float
    """Seconds of the processor that it added."""


def try_case(case: Case) -> Tried:
    """Check a formula with and without the search, and judge its first cause."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "formula.py"
        path.write_text(file_of(case), encoding="utf-8")
        gradcheck.run(path, inputs=case.inputs, causes=False)  # what only the first run pays for
        off, _ = timed(lambda: gradcheck.run(path, inputs=case.inputs, causes=False))
        on, report = timed(lambda: gradcheck.run(path, inputs=case.inputs, causes=True))
    return Tried(case, *outcome(case, report), on[0] - off[0], on[1] - off[1])


def outcome(case: Case, report: Report) -> tuple[str, str]:
    """Return how a report explains a wrong formula, and its first cause."""
    result = report.results[-1]
    told = "; ".join(map(tell, result.causes[:1]))
    if result.verdict is not Verdict.DISAGREE:
        return "not judged", told
    return judge(case.label, result.causes, words(case.problem)), told


def tell(cause: Cause) -> str:
    """Return all that a cause says in one line."""
    where = f" [where {cause.where}]" if cause.where else ""
    condition = f" [while {cause.condition}]" if cause.condition else ""
    return f"{cause.kind}: {cause.message}{where}{condition}"


def timed(action: Callable[[], Report]) -> tuple[tuple[float, float], Report]:
    """Return the wall and processor seconds of an action, and what it returned."""
    wall, cpu = time.perf_counter(), processor()
    found = action()
    return (time.perf_counter() - wall, processor() - cpu), found


def processor() -> float:
    """Return the processor seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def selected(part: str, only: str, limit: int | None) -> list[Case]:
    """Return the cases of a part whose full names contain a text."""
    found = [c for c in CASES if part in ("all", c.part) and only in c.full_name]
    return found[:limit]


def rows(tried: Iterable[Tried], keys: Callable[[Tried], Iterable[str]]) -> list[list]:
    """Count outcomes by key, in the order in which the keys come."""
    counts: dict[str, Counter] = {}
    for one in tried:
        for key in keys(one):
            counts.setdefault(key, Counter())[one.outcome] += 1
    return [
        [
            key,
            count.total(),
            *(count[word] for word in OUTCOMES),
            *(f"{100 * count[word] / count.total():.1f}" for word in PERCENTAGES),
        ]
        for key, count in counts.items()
    ]


def show(tried: list[Tried], title: str, keys: Callable[[Tried], Iterable[str]]) -> None:
    """Print one table of outcomes."""
    click.echo("\n" + tabulate(rows(tried, keys), headers(title)))


def headers(title: str) -> list[str]:
    """Return what stands above a table of outcomes."""
    return [title, "cases", *OUTCOMES, *(f"{word} %" for word in PERCENTAGES)]


def show_times(tried: list[Tried]) -> None:
    """Print what the search costs."""
    table = [
        [what, statistics.median(times), max(times)]
        for what, times in (("wall", [t.wall for t in tried]), ("cpu", [t.cpu for t in tried]))
    ]
    headers = ["seconds added", "median", "maximum"]
    click.echo("\n" + tabulate(table, headers, floatfmt=".3f"))


def show_cases(tried: list[Tried], held_out: bool) -> None:
    """Print each case that is not right; those held out only if asked to."""
    for one in tried:
        if one.outcome != "right" and (held_out or one.case.part != "held-out"):
            click.echo(f"{one.outcome}: {one.case.full_name}\n    {one.told or '-'}")


@click.command()
@click.option("--part", type=click.Choice(PARTS), default="dev", show_default=True)
@click.option("--only", default="", help="Cases whose names contain this.")
@click.option("--limit", type=int, help="At most this many cases.")
@click.option("--jobs", default=1, show_default=True, help="Processes; times are of each.")
@click.option("--verbose", is_flag=True, help="Each case that is not right, with its first cause.")
@click.option("--show-held-out", is_flag=True, help="With --verbose: also those held out.")
def main(
    part: str, only: str, limit: int | None, jobs: int, verbose: bool, show_held_out: bool
) -> None:
    """Print how many causes are named right, and what the search costs."""
    cases = selected(part, only, limit)
    if not cases:
        raise click.UsageError("no such case")
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            tried = list(pool.map(try_case, cases, chunksize=4))
    else:
        tried = [try_case(case) for case in cases]
    if verbose:
        show_cases(tried, show_held_out)
    show(tried, "problem", lambda one: [one.case.problem])
    show(tried, "mutation", lambda one: one.case.mutations)
    show(tried, "mistakes", lambda one: ["two" if one.case.double else "one", "any"])
    show_times(tried)


if __name__ == "__main__":
    main()

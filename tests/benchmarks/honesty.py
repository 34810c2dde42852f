"""Can the bounds and the verdicts be trusted? `python -m tests.benchmarks.honesty [--quick]`."""

from __future__ import annotations

import time

import click
import numpy as np
from tabulate import tabulate

from tests.benchmarks import bounds, verdicts
from tests.corpus.nasty import FAMILIES
from tests.corpus.nasty_random import DISTURBANCES, draws
from tests.corpus.settings import BADLY_SCALED, WELL_SCALED

DRAWS = 64
"""Problems for each regime and cost: more than 100,000 finite bounds in all."""

RANDOM = 300
"""Random functions for each disturbance."""

QUICK = 10
"""By how much `--quick` divides the number of draws."""

POINTS = 1
"""Points for each right gradient in each setting."""

MUTANTS, QUICK_MUTANTS = 3, 1
"""Mutants at each badly scaled point; well scaled, all of them, unless `--quick`."""

PARTS = ("bounds", "nasty", "random", "verdicts")

SHOWN = 12
"""At most this many names below a table."""


def percent(part: np.ndarray, whole: np.ndarray | int) -> str:
    """`part` as a percentage of `whole`."""
    count = int(np.sum(whole))
    return f"{100 * np.sum(part) / count:.3f}" if count else "-"


def coverage_row(name: str, found: bounds.Bounds) -> list:
    """One line of the table of bounds."""
    return [
        name,
        found.bound.size,
        int(found.finite.sum()),
        int(found.false.sum()),
        percent(~found.false & found.finite, found.finite),
        found.tightness,
        int(found.within_reach.sum()),
        percent(found.useless, found.within_reach),
    ]


def show_bounds(seed: int, draws: int) -> None:
    """Coverage, tightness and usefulness, regime by regime."""
    found = bounds.measure(seed, draws)
    rows = [coverage_row(name, part) for name, part in found.items()]
    rows.append(coverage_row("all", bounds.joined(list(found.values()))))
    headers = [
        "regime, cost",
        "entries",
        "finite bounds",
        "false",
        "honest %",
        "bound / error",
        "within reach",
        "of these useless %",
    ]
    click.echo(tabulate(rows, headers, floatfmt=".3g"))


def show_nasty() -> None:
    """Show the verdict on each nasty function."""
    rows, false = [], 0
    for family, cases in FAMILIES.items():
        for case in cases:
            verdict = bounds.examine(case)
            false += not verdict.honest
            rows.append(
                [
                    family,
                    case.name,
                    verdict.word,
                    verdict.numeric,
                    verdict.bound,
                    "none" if case.truth is None else case.truth,
                    case.why,
                ]
            )
    headers = ["family", "function", "verdict", "numeric", "bound", "truth", "why nasty"]
    click.echo(tabulate(rows, headers, floatfmt=".6g"))
    known = sum(row[2] == "inside" for row in rows)
    click.echo(
        f"{len(rows)} functions: {known} inside, {len(rows) - known - false} unknown, "
        f"{false} false bounds"
    )


def show_random(seed: int, count: int) -> None:
    """Show the verdict on nasty functions drawn at random, by what disturbs them."""
    rows = []
    for disturbance in DISTURBANCES:
        found = [bounds.examine(case) for case in draws(disturbance, seed, count)]
        false = [verdict for verdict in found if not verdict.honest]
        worst = max(false, key=lambda verdict: verdict.excess, default=None)
        rows.append(
            [
                disturbance,
                count,
                sum(verdict.word == "unknown" for verdict in found),
                len(false),
                worst and f"{worst.case.name} at {worst.case.at!r}",
                worst and worst.excess,
            ]
        )
    headers = ["disturbance", "functions", "unknown", "false", "worst", "error / bound"]
    click.echo(tabulate(rows, headers, floatfmt=".3g"))


def show_verdicts(seed: int, draws: int, quick: bool) -> None:
    """Show false alarms and misses, setting by setting."""
    rows, remarks = [], []
    for setting in (WELL_SCALED, *BADLY_SCALED):
        few = QUICK_MUTANTS if quick else MUTANTS
        every = setting is WELL_SCALED and not quick
        tally = verdicts.survey(setting, seed, draws, None if every else few)
        rights, wrongs = tally.rights, tally.mutants
        rows.append(
            [
                setting.name,
                sum(rights.values()),
                rights["disagree"],
                rights["inconclusive"],
                rights["error"],
                sum(wrongs.values()),
                wrongs["missed"],
                wrongs["undecided"],
                wrongs["allowed"],
                wrongs["error"],
            ]
        )
        remarks += [f"{setting.name}: alarm: {name}" for name in tally.alarms[:SHOWN]]
        remarks += [f"{setting.name}: miss: {name}" for name in tally.misses[:SHOWN]]
    headers = [
        "setting",
        "right",
        "false alarms",
        "inconclusive",
        "errors",
        "mutants",
        "missed",
        "undecided",
        "within allowance",
        "errors",
    ]
    click.echo(tabulate(rows, headers))
    click.echo("\n".join(remarks))


@click.command()
@click.option("--quick", is_flag=True, help="A tenth of the draws.")
@click.option("--seed", default=0, show_default=True, help="Seed of all draws.")
@click.option("--only", type=click.Choice(PARTS), help="One part.")
def main(quick: bool, seed: int, only: str | None) -> None:
    """Print how honest the bounds are, and how often a verdict is wrong."""
    start = time.perf_counter()
    if only in (None, "bounds"):
        click.echo("\nBounds\n")
        show_bounds(seed, DRAWS // QUICK if quick else DRAWS)
    if only in (None, "nasty"):
        click.echo("\nNasty functions\n")
        show_nasty()
    if only in (None, "random"):
        click.echo("\nNasty functions at random\n")
        show_random(seed, RANDOM // QUICK if quick else RANDOM)
    if only in (None, "verdicts"):
        click.echo("\nVerdicts\n")
        show_verdicts(seed, 1 if quick else POINTS, quick)
    click.echo(f"\nseed {seed}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

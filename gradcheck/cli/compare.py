"""`gradcheck compare`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from gradcheck.cli.checking import (
    Tell,
    check_and_report,
    checks_for,
    insist_on_formulas,
    read_kept,
)
from gradcheck.options import check_options, formulas_argument

if TYPE_CHECKING:
    from gradcheck.settings import Settings


@click.command()
@formulas_argument
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True,
              help="Processes to work in.")  # fmt: skip
@click.option(
    "--resume",
    type=click.Path(dir_okay=False),
    metavar="PATH",
    help="Pass over what an earlier `-f jsonl=PATH` has judged already, with the same "
    "files, what they import from their folders, settings and version.",
)
@check_options
@click.pass_context
def compare(
    ctx: click.Context, /, formulas: tuple[str, ...], jobs: int, resume: str | None, **options: Any
) -> int:
    """Compare many formulas: one table, the best first.

    FORMULA is a file, a folder of files, a pattern such as 'candidates/*.py', a name of the
    catalogue, or - for standard input; without any, the [[check]] tables of --config are run.
    Formulas for the same problem share its numeric derivatives. A file that fails is a row of the
    table.

    Exit codes are those of `gradcheck run`; where a configuration says what is expected, 0 means
    that everything is as expected, and 1 that something is not.

    \b
    Examples:
      gradcheck compare asker textbook exact
      gradcheck compare submissions/ --problem ridge.py -j 2
      gradcheck compare --config configs/seeds.toml
      gradcheck compare submissions/ -f jsonl=done.jsonl --resume done.jsonl -f table
    """
    insist_on_formulas(ctx, formulas)
    from gradcheck.compare import check_all, twins
    from gradcheck.expansion import short_names
    from gradcheck.pipeline import refuse_empty
    from gradcheck.records import Report
    from gradcheck.report import COMPARISONS

    def report(settings: "Settings", tell: Tell) -> Report:
        checks = checks_for(ctx, formulas, options, settings)
        names = short_names([one.formula for one in checks]) if formulas else {}
        checks = [replace(one, shown=one.shown or names.get(one.formula)) for one in checks]
        kept = read_kept(resume, options["format"])
        files = tuple(check_all(checks, jobs, kept, tell))
        if not any(file.missing for file in files):
            refuse_empty(files, settings)
        results = [result for file in files for result in file.results]
        return Report(settings.seed, len(settings.chosen_trials), files, twins(results))

    return check_and_report(options, COMPARISONS, report, resume)

"""`gradcheck explain`."""

from typing import TYPE_CHECKING, Any

import click

from gradcheck.cli.checking import Tell, check_and_report, checks_for, insist_on_formulas
from gradcheck.options import check_options, formulas_argument

if TYPE_CHECKING:
    from gradcheck.records import Report
    from gradcheck.settings import Settings


@click.command()
@formulas_argument
@check_options
@click.pass_context
def explain(ctx: click.Context, /, formulas: tuple[str, ...], **options: Any) -> int:
    """Say why formulas are wrong, and what would make them right.

    Prints the simplest cause of each kind, with what it was tested on, what was tested and refuted,
    and the smallest case on which the formula fails, to be worked by hand. A cause is
    printed only if applying it makes all entries that it speaks of agree on fresh draws.

    Exit codes are those of `gradcheck run`.

    \b
    Examples:
      gradcheck explain asker
      gradcheck explain mine.py --only dJ_dW --input T=uniform
    """
    insist_on_formulas(ctx, formulas)
    from gradcheck.report import EXPLANATIONS

    def report(settings: "Settings", tell: Tell) -> "Report":
        from gradcheck.pipeline import run_checks  # when the nursery has been forked

        return run_checks(checks_for(ctx, formulas, options, settings), settings, tell)

    return check_and_report(options, EXPLANATIONS, report)

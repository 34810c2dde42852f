"""`gradcheck run`."""

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
def run(ctx: click.Context, /, formulas: tuple[str, ...], **options: Any) -> int:
    """Check formulas: files, or names of the catalogue.

    FORMULA is a file, a folder of files, a pattern such as 'formulas/*.py', a name of the
    catalogue, or - for standard input. Every function called d<quantity>_d<name> in the file is
    compared with the numeric derivative, element by element, over random inputs. An entry disagrees
    where

    \b
    |formula - numeric| > allowed
    allowed = bound + rtol * max(|formula|, |numeric|) + rounding of the formula

    where bound is the error bound of the numeric derivative. What cannot be decided is
    inconclusive.

    Exit codes: 0 all agree; 1 some formula disagrees; 2 wrong usage; 3 some formula could not be
    judged or decided, and none disagrees; 4 a fault of gradcheck itself; 130 interrupted.

    \b
    Examples:
      gradcheck run asker
      gradcheck run textbook --input T=uniform
      gradcheck run mine.py --size m=4 --only 'dJ_dW[1,2]'
      gradcheck run formulas/ -f table -f json=report.json
      gradcheck run - --stdin-filename mine.py < mine.py
    """
    insist_on_formulas(ctx, formulas)
    from gradcheck.report import FORMATS

    def report(settings: "Settings", tell: Tell) -> "Report":
        from gradcheck.pipeline import run_checks  # when the nursery has been forked

        return run_checks(checks_for(ctx, formulas, options, settings), settings, tell)

    return check_and_report(options, FORMATS, report)

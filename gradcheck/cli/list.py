"""`gradcheck list`."""

import click

from gradcheck.cli.console import columns, cut, print_text


@click.command("list")
def list_() -> None:
    """Show the catalogue: problems with inputs and quantities, formulas with derivatives.

    \b
    Example:
      gradcheck list
    """
    from gradcheck.listing import listing

    print_text(cut(listing(), columns()))

"""The command line. Only this package prints or exits; what needs numpy is imported when needed.

One module a command; `group` turns whatever ends a command into an exit code.
"""

import sys

import click

from gradcheck import __version__
from gradcheck.cli.compare import compare
from gradcheck.cli.explain import explain
from gradcheck.cli.group import EXIT_INTERRUPTED, Cli
from gradcheck.cli.list import list_
from gradcheck.cli.new import new
from gradcheck.cli.run import run

__all__ = ["cli", "main"]


@click.group(
    cls=Cli, context_settings={"help_option_names": ["-h", "--help"],
                               "auto_envvar_prefix": "GRADCHECK"},
)  # fmt: skip
@click.version_option(__version__, prog_name="gradcheck")
def cli() -> None:
    """Check gradients derived by hand, entry by entry, against central finite differences.

    \b
    gradcheck run asker          check a formula of the catalogue
    gradcheck new mine.py        write a starter formula
    gradcheck run mine.py        check it
    gradcheck explain asker      say why it is wrong
    gradcheck compare DIR        rank many formulas
    gradcheck list               show the catalogue
    """


for command in (run, explain, compare, list_, new):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)

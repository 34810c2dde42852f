"""The command line. Only this package prints or exits; what needs numpy is imported when needed.

One module a command; `group` turns whatever ends a command into an exit code.
"""

import gc

import click

from gradcheck.cli.commands import PREFIX, LazyCommands
from gradcheck.cli.ending import end
from gradcheck.cli.group import EXIT_INTERRUPTED, Cli

__all__ = ["cli", "main"]

COMMANDS = LazyCommands(
    {
        "run": "gradcheck.cli.run:run",
        "explain": "gradcheck.cli.explain:explain",
        "compare": "gradcheck.cli.compare:compare",
        "list": "gradcheck.cli.list:list_",
        "new": "gradcheck.cli.new:new",
        "config": "gradcheck.cli.config:config",
        "help": "gradcheck.cli.help:help_",
        "completion": "gradcheck.cli.completion:completion",
    }
)


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from gradcheck.cli.console import versions

        click.echo(versions())
        ctx.exit()


@click.group(
    cls=Cli, commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": PREFIX},
)  # fmt: skip
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
              help="Show the versions of gradcheck, numpy and Python.")  # fmt: skip
def cli() -> None:
    """Check gradients derived by hand, entry by entry, against central finite differences.

    \b
    gradcheck run asker          check a formula of the catalogue
    gradcheck new mine.py        write a starter formula
    gradcheck run mine.py        check it
    gradcheck explain asker      say why it is wrong
    gradcheck compare DIR        rank many formulas
    gradcheck list               show the catalogue
    gradcheck help               what the words of a report mean
    """


def main() -> None:
    """Run the command line and exit."""
    gc.disable()  # what is imported stays; a check enables it when its work begins
    try:
        cli()
    except KeyboardInterrupt:
        end(EXIT_INTERRUPTED)
    except SystemExit as ended:
        end(ended.code)

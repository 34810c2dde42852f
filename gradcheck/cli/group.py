"""The group of all commands, whose exit codes mean what README says."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from gradcheck.cli.console import close_stdout, tell

EXIT_USAGE, EXIT_UNJUDGED, EXIT_FAULT, EXIT_INTERRUPTED = 2, 3, 4, 130


class Cli(click.Group):
    """A group whose exit codes mean what README says, whatever ended the command."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None,
        complete_var: str | None = None, standalone_mode: bool = True, **extra: Any,
    ) -> Any:  # fmt: skip
        """Run a command line; exit, unless `standalone_mode` is false."""

        def command() -> Any:
            return super(Cli, self).main(args, prog_name, complete_var, False, **extra)

        return sys.exit(guarded(command)) if standalone_mode else command()


def guarded(command: Callable[[], Any]) -> int:
    """Run a command and return its exit code."""
    from gradcheck.errors import GradcheckError, JudgingError

    try:
        code = command()
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except SystemExit:  # click's way out when the reader of --help has gone
        close_stdout()
        return 0
    except click.ClickException as error:
        return tell_usage(error)
    except GradcheckError as error:
        tell(error.message, error.notes, error.remedy)
        return EXIT_UNJUDGED if isinstance(error, JudgingError) else EXIT_USAGE
    except Exception as error:
        tell(f"a fault of gradcheck itself: {type(error).__name__}: {error}", (),
              "set GRADCHECK_TRACEBACK=1 to see where, and please report it")  # fmt: skip
        if os.environ.get("GRADCHECK_TRACEBACK"):
            raise
        return EXIT_FAULT


def tell_usage(error: click.ClickException) -> int:
    """Print an error of click's in our own shape; its help, where that is the error, as it is."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if message.startswith("Usage:"):
        click.echo(message, err=True)
    else:
        path = context.command_path if context is not None else "gradcheck"
        tell(" ".join(message.rstrip(".").split()), (), f"`{path} --help` shows what it takes")
    return EXIT_USAGE

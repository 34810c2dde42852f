"""The group of all commands, whose exit codes mean what README says."""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from gradcheck.cli.console import silence, tell

EXIT_USAGE, EXIT_UNJUDGED, EXIT_FAULT, EXIT_INTERRUPTED = 2, 3, 4, 130

COMPLETE_VAR = "_GRADCHECK_COMPLETE"
"""The variable by which a shell asks what a word may be completed with, however we are called."""


class Cli(click.Group):
    """A group whose exit codes mean what README says, whatever ended the command."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None,
        complete_var: str | None = None, standalone_mode: bool = True, **extra: Any,
    ) -> Any:  # fmt: skip
        """Run a command line; exit, unless `standalone_mode` is false."""

        def command() -> Any:
            asked = complete_var or COMPLETE_VAR
            return super(Cli, self).main(args, prog_name, asked, False, **extra)

        return sys.exit(guarded(command)) if standalone_mode else command()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        """Return the commands in the order in which a user meets them."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. Raises UsageError with the nearest name where there is none."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            raise _unknown_command(name, self.commands)
        return super().resolve_command(ctx, args)


def _unknown_command(name: str, known: Iterable[str]) -> Exception:
    """Tell a formula without its command from a slip of the pen."""
    from gradcheck import catalogue
    from gradcheck.errors import UsageError, did_you_mean

    remedy = did_you_mean(name, known)
    if catalogue.is_path(name) or name in catalogue.formulas():
        import shlex

        remedy = f"did you mean `{shlex.join(['gradcheck', 'run', name])}`?"
    return UsageError(f"there is no command `{name}`", remedy=remedy)


def guarded(command: Callable[[], Any]) -> int:
    """Run a command and return its exit code."""
    from gradcheck.errors import GradcheckError, JudgingError

    try:
        code = command()
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except SystemExit as end:
        if end.code != 0:  # click's way out when the reader of --help has gone; 0 is a completion's
            silence(sys.stdout)
        return 0
    except click.ClickException as error:
        return tell_usage(error)
    except GradcheckError as error:
        tell(error.message, error.notes, error.remedy)
        return EXIT_UNJUDGED if isinstance(error, JudgingError) else EXIT_USAGE
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            return tell_fault(error)
        silence(sys.stdout)  # what click has printed there
        tell(f"cannot write to stdout: {error.strerror}", (), None)
        return EXIT_USAGE
    except Exception as error:
        return tell_fault(error)


def tell_fault(error: Exception) -> int:
    """Print that something is our own fault; raise it where that was asked for."""
    tell(f"a fault of gradcheck itself: {type(error).__name__}: {error}", (),
         "set GRADCHECK_TRACEBACK=1 to see where, and please report it")  # fmt: skip
    if os.environ.get("GRADCHECK_TRACEBACK"):
        raise error
    return EXIT_FAULT


def tell_usage(error: click.ClickException) -> int:
    """Print an error of click's in our own shape; its help, where that is the error, as it is."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "gradcheck"
    remedy = f"`{path} --help` shows what it takes"
    if message.startswith("Usage:"):
        click.echo(message, err=True)
    elif isinstance(error, click.NoSuchOption) and context is not None:
        near = _nearest_option(error.option_name, context)
        tell(f"there is no option `{error.option_name}`", (),
             remedy if near is None else f"did you mean `{near}`?")  # fmt: skip
    elif isinstance(error, click.BadParameter) and error.param is not None:
        near = _nearest_choice(error.message, error.param.type)
        remedy = remedy if near is None else f"did you mean `{near}`?"
        tell(" ".join(message.rstrip(".").split()), (), remedy)
    else:
        tell(" ".join(message.rstrip(".").split()), (), remedy)
    return EXIT_USAGE


def _nearest_option(name: str, ctx: click.Context) -> str | None:
    from gradcheck.errors import nearest

    known = [word for option in ctx.command.get_params(ctx) for word in option.opts
             if word.startswith("-")]  # fmt: skip
    return nearest(name, known)


def _nearest_choice(message: str, kind: object) -> str | None:
    """Return the choice nearest to the word that click's message begins with."""
    from gradcheck.errors import nearest

    word = re.match("'(.*?)' is not one of", message)
    if word is None or not isinstance(kind, click.Choice):
        return None
    return nearest(word[1], map(str, kind.choices))

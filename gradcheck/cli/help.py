"""`gradcheck help`."""

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from gradcheck.cli.console import print_text

if TYPE_CHECKING:
    from collections.abc import Iterator


def _complete(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    from gradcheck.topics import topics

    return [CompletionItem(one.code, help=one.title) for one in topics().values()
            if one.code.startswith(begun)]  # fmt: skip


@click.command("help")
@click.argument("code", required=False, shell_complete=_complete)
@click.pass_context
def help_(ctx: click.Context, /, code: str | None) -> None:
    """Explain a word of a report, with an example: a kind of error, doubt or cause.

    CODE is the word, such as `raised`, `kink` or `layout`, or the name of a command. Without it,
    all are listed.

    \b
    Examples:
      gradcheck help
      gradcheck help unknown-parameter
    """
    from gradcheck.errors import UsageError, did_you_mean
    from gradcheck.topics import topics

    if code is None:
        print_text("\n".join(_list()) + "\n")
        return
    known, wanted = topics(), "-".join(code.casefold().replace("_", " ").split())
    group = ctx.find_root().command
    commands = group.commands if isinstance(group, click.Group) else {}
    if wanted in known:
        print_text(known[wanted].text)
    elif wanted in commands and ctx.parent is not None:
        with click.Context(commands[wanted], ctx.parent, wanted) as inner:
            print_text(inner.get_help() + "\n")
    else:
        raise UsageError(f"there is no help on `{code}`",
                         remedy=did_you_mean(wanted, {**known, **commands}))  # fmt: skip


def _list() -> "Iterator[str]":
    from gradcheck.topics import GROUPS, topics

    known = topics().values()
    width = max(len(topic.code) for topic in known)
    for group, title in GROUPS.items():
        yield f"{group}s: {title}"
        yield from (f"  {t.code:{width}}  {t.title}" for t in known if t.group == group)
        yield ""
    yield "`gradcheck help CODE` explains one, with an example"

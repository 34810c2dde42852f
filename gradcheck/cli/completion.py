"""`gradcheck completion`."""

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, /, shell: str) -> None:
    """Print a script that completes commands, options and names in a shell.

    It completes the catalogue's formulas and problems, sizes, inputs and their distributions,
    formats, and what `gradcheck help` explains.

    \b
    Examples:
      bash, in ~/.bashrc:   eval "$(gradcheck completion bash)"
      zsh, in ~/.zshrc:     eval "$(gradcheck completion zsh)"
      fish:                 gradcheck completion fish > ~/.config/fish/completions/gradcheck.fish
    """
    from click.shell_completion import get_completion_class

    from gradcheck.cli.console import print_text
    from gradcheck.cli.group import COMPLETE_VAR

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # click has all three
    script = kind(ctx.find_root().command, {}, "gradcheck", COMPLETE_VAR)
    print_text(script.source_template % script.source_vars())

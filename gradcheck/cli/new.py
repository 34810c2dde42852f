"""`gradcheck new`."""

import click

from gradcheck.options import later


@click.command()
@click.argument("file", type=click.Path())
@click.option("--problem", default="softmax-cross-entropy", show_default=True, metavar="NAME|FILE",
              shell_complete=later("complete_problem"),
              help="The problem that the formula is for.")  # fmt: skip
def new(file: str, problem: str) -> None:
    """Write a commented starter formula that runs.

    \b
    Example:
      gradcheck new mine.py && gradcheck run mine.py
    """
    import shlex
    from pathlib import Path

    from gradcheck.errors import UsageError
    from gradcheck.output import write_file
    from gradcheck.starter import starter_text

    path = Path(file)
    if path.suffix != ".py":
        raise UsageError(f"`{file}` does not end in .py", remedy=f"did you mean `{file}.py`?")
    if path.exists():
        raise UsageError(f"{file} exists already", remedy="choose another name")
    write_file(path, starter_text(problem, path))
    command = shlex.join(["gradcheck", "run", file])
    click.echo(f"wrote {file}; check it with: {command}", err=True)

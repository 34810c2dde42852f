"""Make text from formula files harmless: for terminals, and for the logs of CI services."""

import re

COMMAND = re.compile(r"^(\s*)(::|##\[|##vso\[)")
"""What CI services take for a command at the start of a line."""


def harmless(line: str) -> str:
    """Return one line of text with control characters written out and no command for a CI service.

    Letters of any script stay; what moves a cursor, changes a colour or the direction of writing
    becomes an escape sequence in plain sight.
    """
    shown = "".join(
        sign if sign.isprintable() or sign == "\t" else sign.encode("unicode_escape").decode()
        for sign in line.encode("utf-8", "replace").decode("utf-8")
    )
    return COMMAND.sub(r"\1|\2", shown)


def harmless_lines(text: str, most: int, width: int = 200) -> list[str]:
    """Return the first lines of a text, each made harmless and cut to a width."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    shown = [harmless(line[:width]) for line in lines[:most]]
    if len(lines) > most:
        shown.append(f"... and {len(lines) - most} more lines")
    return shown

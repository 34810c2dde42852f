"""Workflow commands, as GitHub's runner finds them in the log of a step.

Written from what the runner and the toolkit publish of their grammar: a line that begins with `::`
after white space, up to the next `::` a name and properties, then data. Older commands stand
anywhere in a line, `##[name properties]data`, and are looked for where there is no newer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

REGISTERED = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher",
    "remove-matcher", "stop-commands", "echo", "set-output", "save-state", "set-env", "add-path",
}  # fmt: skip
"""The names that a runner knows; anything else is text."""

DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))
"""What is put back, in this order: the sign of escaping comes last."""


@dataclass(frozen=True)
class Command:
    """A command that the runner carries out."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Return the commands that a runner finds in a log, line by line."""
    found = (command(line) for line in re.split(r"\r\n|\r|\n", log))
    return [one for one in found if one is not None]


def command(line: str) -> Command | None:
    """Return the command in a line."""
    line = line.lstrip()
    if line.startswith("::"):
        head, separator, data = line[2:].partition("::")
        if separator:
            found = _read(head, data, ",", PROPERTY, DATA)
            if found is not None:
                return found
    _, prefix, rest = line.partition("##[")
    head, bracket, data = rest.partition("]")
    return _read(head, data, ";", OLD, OLD) if prefix and bracket else None


def _read(head, data, separator, of_properties, of_data) -> Command | None:
    name, _, rest = head.partition(" ")
    if name.lower() not in REGISTERED:
        return None
    pairs = (one.partition("=") for one in rest.strip().split(separator) if one)
    properties = {k: _put_back(v, of_properties) for k, equals, v in pairs if equals and k and v}
    return Command(name, properties, _put_back(data, of_data))


def _put_back(text: str, escaped: tuple[tuple[str, str], ...]) -> str:
    for code, sign in escaped:
        text = text.replace(code, sign)
    return text

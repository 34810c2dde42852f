"""The commands by name, each imported when it is first asked for."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from importlib import import_module

import click

PREFIX = "GRADCHECK"
"""What the names of all environment variables begin with."""


LIKENESS = 0.8
"""How alike names must be for one to be a slip of the pen for another: not all need be settings."""


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by name. A command's module is imported when the command is looked up."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        """Take the commands' homes, `module:attribute`, in the order in which help shows them."""
        self._homes = dict(homes)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, attribute = self._homes[name].partition(":")
            self._loaded[name] = with_variables(name, getattr(import_module(module), attribute))
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._homes.setdefault(name, "")
        self._loaded[name] = with_variables(name, command)

    def __delitem__(self, name: str) -> None:
        del self._homes[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __contains__(self, name: object) -> bool:
        return name in self._homes


def with_variables(name: str, command: click.Command) -> click.Command:
    """Let every option be set by GRADCHECK_<COMMAND>_<OPTION>, or else by GRADCHECK_<OPTION>."""
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None and option.name:
            own = option.name.upper()
            option.envvar = [f"{PREFIX}_{name.upper()}_{own}", f"{PREFIX}_{own}"]
    return command


def misspelt(command: click.Command, others: Iterable[str], set_: Iterable[str]) -> dict[str, str]:
    """Return which of the variables `set_` may have been meant for an option, and its name.

    Those that are for one of the `others`, commands by name, are for them to tell.
    """
    from gradcheck.errors import nearest

    known = {
        own.removeprefix(f"{PREFIX}_"): own
        for option in command.params for own in option.envvar or () if isinstance(own, str)
    }  # fmt: skip
    theirs = tuple(f"{other.upper()}_" for other in others if other != command.name)
    found = {}
    for name in set_:
        own = name.removeprefix(f"{PREFIX}_")
        if own != name and own not in known and not own.startswith(theirs):
            near = nearest(own, known, LIKENESS)
            if near is not None:
                found[name] = known[near]
    return found

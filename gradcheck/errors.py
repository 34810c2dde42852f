"""What can go wrong, said in one shape: what happened, the evidence, and a remedy if known."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from gradcheck.harmless import harmless


class GradcheckError(Exception):
    """An error with its evidence (`notes`) and a remedy, each a line without a full stop.

    What they quote may come from anywhere, so that they are made harmless for terminals and logs.
    """

    def __init__(
        self, message: str, *, notes: Iterable[str] = (), remedy: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = harmless(message)
        self.notes = tuple(map(harmless, notes))
        self.remedy = harmless(remedy) if remedy is not None else None

    def __str__(self) -> str:
        return self.message if self.remedy is None else f"{self.message}; {self.remedy}"


class UsageError(GradcheckError):
    """The command line, the configuration, or a named file that is not there: exit code 2."""


class JudgingError(GradcheckError, ValueError):
    """A formula cannot be judged: its result is `error`, of the given kind: exit code 3."""

    def __init__(
        self, kind: str, message: str, *, notes: Iterable[str] = (), remedy: str | None = None
    ) -> None:
        super().__init__(message, notes=notes, remedy=remedy)
        self.kind = kind


class ProblemError(JudgingError):
    """The fault lies in the problem file, not in the formula."""

    def __init__(
        self, message: str, *, notes: Iterable[str] = (), remedy: str | None = None
    ) -> None:
        super().__init__("problem", message, notes=notes, remedy=remedy)


@contextmanager
def blamed_on(what: str) -> Iterator[None]:
    """Let a ProblemError begin with what it is about, unless it says so already."""
    try:
        yield
    except ProblemError as error:
        if what in error.message:
            raise
        told = f"{what}: {error.message}"
        raise ProblemError(told, notes=error.notes, remedy=error.remedy) from error


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known name nearest to `name`, ignoring case, or None if none is near.

    `likeness` is difflib's ratio, 0 to 1, from which a name counts as near.
    """
    from difflib import get_close_matches  # only errors need it, and they can wait for it

    folded = {k.casefold(): k for k in sorted(known, reverse=True)}
    matches = get_close_matches(name.casefold(), folded, n=1, cutoff=likeness)
    return folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return a `help` line that names the nearest known name, or lists all where none is near."""
    known = sorted(known)
    found = nearest(name, known)
    if found is not None:
        return f"did you mean `{found}`?"
    return f"known: {', '.join(f'`{k}`' for k in known)}" if known else None

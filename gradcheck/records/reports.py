"""What is reported of files and of a whole run."""

from collections.abc import Mapping

from gradcheck.dataclass import dataclass
from gradcheck.records.findings import FAULT, Result
from gradcheck.records.words import Verdict

INTERRUPTED = 130
"""The exit code of a run that the user interrupted, as shells have it."""


@dataclass(frozen=True, eq=False)
class Twin:
    """A candidate that is the same function as an earlier one, or a constant multiple of it."""

    name: str
    of: str
    factor: float
    """1 where they are the same."""


@dataclass(frozen=True, eq=False)
class Derivation:
    """Lines of a derivation of which an earlier one holds and a later one does not."""

    derivative: str
    first_wrong: str
    """The name of the first line that does not hold."""
    doc: str
    """What its docstring says."""
    position: int
    """Its place among the lines, from 1."""
    lines: int
    """How many lines there are."""
    last_held: str
    """The name of the last line before it that holds."""
    last_doc: str

    @property
    def place(self) -> str:
        """Which it is: `line 11 of 12` where lines are numbered, else `formula 2 of 3`."""
        numbered = self.first_wrong[-1:].isdigit()
        what = "line" if numbered else "formula"
        return f"{what} {self.position} of {self.lines}"


@dataclass(frozen=True, eq=False)
class WrongFactors:
    """Which wrong formulas of a file are the cause of which others."""

    first: str | None
    """The first wrong factor, following the chain rule from the last quantity back; None where all
    that are wrong are products."""
    own: tuple[str, ...]
    """All that are wrong for a reason of their own, in that order."""
    inherits: Mapping[str, str]
    """Wrong products, and the wrong factor that each has its mistake from."""


@dataclass(frozen=True, eq=False)
class FileReport:
    """Everything that was found out about one formula file."""

    results: tuple[Result, ...]
    derivations: tuple[Derivation, ...] = ()
    factors: WrongFactors | None = None
    passed_over: tuple[str, ...] = ()
    """The formulas that `--only` did not select."""
    unexpected: tuple[str, ...] = ()
    """What is not as the configuration expects."""
    missing: tuple[str, ...] = ()
    """What was not judged, for the user interrupted the run."""
    expected: bool = False
    """Whether the configuration expects anything of it."""
    digest: str = ""
    """What tells this check from any other: contents, settings, versions."""
    kept: bool = False
    """Whether it was judged in an earlier run, which this one resumes."""


@dataclass(frozen=True, eq=False)
class Report:
    """Everything that one run found."""

    seed: int
    trials: int
    files: tuple[FileReport, ...]

    twins: tuple[Twin, ...] = ()
    """In a comparison: the candidates that are the same function, or multiples of one."""

    @property
    def results(self) -> tuple[Result, ...]:
        """The results of all files, in order."""
        return tuple(result for file in self.files for result in file.results)

    @property
    def unexpected(self) -> tuple[str, ...]:
        """Everything that is not as the configuration expects."""
        return tuple(told for file in self.files for told in file.unexpected)

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that was not judged, for the user interrupted the run."""
        return tuple(told for file in self.files for told in file.missing)

    @property
    def verdict(self) -> Verdict:
        """The run's verdict: the first of these that any result has; no agreement is complete
        where something is missing.
        """
        verdicts = {result.verdict for result in self.results}
        for verdict in (Verdict.DISAGREE, Verdict.ERROR, Verdict.INCONCLUSIVE):
            if verdict in verdicts:
                return verdict
        return Verdict.INCONCLUSIVE if self.missing else Verdict.AGREE

    @property
    def exit_code(self) -> int:
        """0 all agree, or are as expected; 1 some formula disagrees, or is not as expected; 3 some
        could not be judged or decided, and none disagrees; 4 a fault of gradcheck itself; 130
        interrupted.
        """
        if self.missing:
            return INTERRUPTED
        if any(r.error is not None and r.error.kind == FAULT for r in self.results):
            return 4
        judged = {r.verdict for file in self.files if not file.expected for r in file.results}
        if self.unexpected or Verdict.DISAGREE in judged:
            return 1
        return 3 if judged - {Verdict.AGREE} else 0

"""What is found out: about an entry, and about a formula."""

from collections.abc import Mapping
from dataclasses import field

import numpy as np
import numpy.typing as npt

from gradcheck.dataclass import dataclass
from gradcheck.records.causes import Cause, SmallestCase
from gradcheck.records.cells import Cells
from gradcheck.records.closeup import Closeup
from gradcheck.records.screening import Screened
from gradcheck.records.values import Analytic
from gradcheck.records.words import Doubt, Index, Sizes, Verdict

FAULT = "fault"
"""The kind of error that is gradcheck's own fault."""

REFUSED = "usage"
"""The kind of error where a file cannot be checked as it was asked for."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry of a derivative that does not agree, at its worst trial."""

    index: Index
    verdict: Verdict
    trials: tuple[int, ...]
    """The trials in which it had this verdict."""
    trial: int
    """The worst of them, which the numbers below are from."""
    analytic: float
    numeric: float
    bound: float
    allowed: float
    doubt: Doubt = Doubt.NONE

    @property
    def difference(self) -> float:
        """How far apart formula and numeric derivative are."""
        return abs(self.analytic - self.numeric)


@dataclass(frozen=True)
class Counts:
    """How many entries have each verdict, an entry being the worst of its trials."""

    agree: int = 0
    disagree: int = 0
    inconclusive: int = 0

    @property
    def total(self) -> int:
        """How many entries were checked."""
        return self.agree + self.disagree + self.inconclusive


@dataclass(frozen=True, eq=False)
class Failure:
    """Why a formula could not be judged."""

    kind: str
    message: str
    notes: tuple[str, ...] = ()
    remedy: str | None = None


@dataclass(frozen=True, eq=False)
class Context:
    """What a formula was checked against."""

    formula: str
    """The formula file's name as shown."""
    path: str | None
    """The path as typed; None for a formula of the catalogue."""
    problem: str
    sizes: Sizes
    inputs: Mapping[str, str]
    """The distribution of each input."""
    trials: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Result:
    """The verdict on one formula, with its evidence."""

    context: Context
    derivative: str | None
    label: str | None
    verdict: Verdict
    counts: Counts = Counts()
    map: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, dtype=np.int8))
    """Each entry's worst verdict: 0 agree, 1 inconclusive, 2 disagree, -1 not looked at singly."""
    cells: Cells | None = None
    """The numbers of every entry; None where it could not be judged, or they are many."""
    closeup: Closeup | None = None
    """What a plot shows; None where none is asked for, or it could not be judged."""
    entries: tuple[Entry, ...] = ()
    """Those that do not agree, worst first."""
    entries_omitted: int = 0
    worst: Entry | None = None
    """Of the entries with the worst verdict, the one with the largest difference."""
    resolution: float | None = None
    """The smallest relative mistake that would have shown in every entry that was decided."""
    screened: Screened | None = None
    """How it was screened by blocks; None where every entry was differentiated."""
    reading: str | None = None
    """How the result was read, if not entry by entry as it stands."""
    given: tuple[str, ...] = ()
    """The derivatives that the formula was handed numerically."""
    reproduce: str = ""
    """The command that shows the worst entry again."""
    doc: str = ""
    """The first paragraph of the function's docstring."""
    first_wrong: str | None = None
    """The first wrong line of its derivation, or the wrong factor that it inherits from."""
    analytic: Analytic | None = None
    """The formula's values in all trials; None where it could not be judged, or they are many."""
    seconds: float = 0.0
    """How long evaluating and judging it took."""
    expect: str | None = None
    """The verdict that the configuration expects."""
    error: Failure | None = None
    line: int = 0
    """The line of the formula file on which it begins; 0 where that is not known."""
    printed: tuple[str, ...] = ()
    """What it printed, made harmless, a line each."""
    remarks: tuple[str, ...] = ()
    """What is worth a note and changes no verdict, a line each."""
    causes: tuple[Cause, ...] = ()
    """Why it disagrees, the simplest explanation first."""
    refuted: tuple[Cause, ...] = ()
    """What would have explained it where it was looked for, and failed on fresh draws."""
    facts: tuple[str, ...] = ()
    """What is certain of a disagreement whose cause is unknown."""
    searched: bool = False
    """Whether causes were looked for."""
    smallest_case: SmallestCase | None = None

    @property
    def name(self) -> str:
        """The derivative with its label."""
        if self.derivative is None:
            return self.context.formula
        return f"{self.derivative}__{self.label}" if self.label else self.derivative

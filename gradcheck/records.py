"""The frozen records that the stages hand to one another, and the words for verdicts and doubts.

Records are not compared (`eq=False`), but for the few that are keys: most hold arrays, between
which `==` is no truth value, and methods that nobody calls cost time at every start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Index = tuple[int, ...]
Sizes = Mapping[str, int]


class Verdict(StrEnum):
    """Of an entry: agree, disagree, inconclusive. Of a formula: these, or error."""

    AGREE = "agree"
    INCONCLUSIVE = "inconclusive"
    DISAGREE = "disagree"
    ERROR = "error"


class Doubt(IntEnum):
    """Why a numeric derivative cannot be trusted, or is known only to be near zero."""

    NONE = 0
    FLAT = 1  # the cost does not move
    KINK = 2  # the slopes to the left and to the right differ
    STAIRCASE = 3  # the cost moves in jumps
    SINGULAR = 4  # the slope drifts with the step and does not settle
    NOT_FINITE = 5  # the cost is infinite or NaN
    NOISY = 6  # the noise is as large as the cost's movement
    COARSE = 7  # the cost is rounded too coarsely


@dataclass(frozen=True)
class Name:
    """A derivative in Leibniz form: `dJ_dW`."""

    numerator: str
    denominator: str

    def __str__(self) -> str:
        return f"d{self.numerator}_d{self.denominator}"


@dataclass(frozen=True, eq=False)
class Numeric:
    """A derivative by central differences; shape (trials, *numerator, *denominator)."""

    values: FloatArray
    bound: FloatArray
    """Error bound of each value; inf where it cannot be known."""
    doubt: IntArray
    """A `Doubt` for each value."""

    def trial(self, position: int) -> "Numeric":
        """Return one trial of it, without the axis of trials."""
        return Numeric(self.values[position], self.bound[position], self.doubt[position])

    def as_one_trial(self) -> "Numeric":
        """Return it with a leading axis for the one trial that it is of."""
        return Numeric(self.values[None], self.bound[None], self.doubt[None])


@dataclass(frozen=True, eq=False)
class Sample:
    """The inputs, quantities and sizes of a run's trials."""

    sizes: Sizes
    trials: tuple[int, ...]
    values: Mapping[str, npt.NDArray[Any]]
    """Every input and quantity by name; shape (trials, *shape)."""

    def trial(self, position: int) -> dict[str, Any]:
        """Return everything that a formula may ask for in one trial; the arrays are views."""
        return dict(self.sizes) | {name: value[position] for name, value in self.values.items()}


@dataclass(frozen=True, eq=False)
class Parameter:
    """One parameter of a function in a formula file."""

    name: str
    positional_only: bool = False
    optional: bool = False


@dataclass(frozen=True, eq=False)
class Function:
    """One function of a formula file, as the worker describes it."""

    name: str
    parameters: tuple[Parameter, ...]
    line: int
    doc: str


@dataclass(frozen=True, eq=False)
class Formula:
    """A function that claims to be a derivative, bound to the names of a problem."""

    function: str
    """The function's name in its file."""
    derivative: Name
    label: str | None
    """What follows `__` in the name: tells formulas for one derivative apart."""
    indices: tuple[str, ...]
    """The names of its index parameters; empty for a formula that returns the whole array."""
    arguments: tuple[str, ...]
    """The inputs, sizes and quantities that it takes by keyword."""
    given: Mapping[str, Name]
    """The derivatives that it takes: parameter name to derivative."""
    line: int = 0
    doc: str = ""
    read_as: str | None = None
    """Why the name was taken for this derivative, if it is not spelled in Leibniz form."""

    @property
    def name(self) -> str:
        """The derivative and the label, as results are called."""
        return f"{self.derivative}__{self.label}" if self.label else str(self.derivative)


@dataclass(frozen=True, eq=False)
class Analytic:
    """What a formula returned in one trial, aligned with the numeric derivative."""

    values: FloatArray
    """Shape (*numerator, *denominator)."""
    slack: FloatArray
    """Its own rounding, and what the bounds of the derivatives it was given allow; same shape. It
    is inf where one of those is not known."""

    def as_one_trial(self) -> "Analytic":
        """Return it with a leading axis for the one trial that it is of."""
        return Analytic(self.values[None], self.slack[None])


@dataclass(frozen=True, eq=False)
class Judgement:
    """The verdicts on one array of entries; all arrays of one shape."""

    analytic: FloatArray
    numeric: FloatArray
    bound: FloatArray
    allowed: FloatArray
    doubt: IntArray
    disagree: BoolArray
    inconclusive: BoolArray

    @property
    def agree(self) -> BoolArray:
        """The entries that neither disagree nor are inconclusive."""
        return ~(self.disagree | self.inconclusive)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The comparison of one gradient at one point; all arrays have the shape of `at[wrt]`."""

    analytic: FloatArray
    """What the gradient returned."""
    numeric: FloatArray
    """The derivative of the cost by central differences."""
    bound: FloatArray
    """The error bound of `numeric`; inf where it cannot be known."""
    allowed: FloatArray
    """The largest difference that is not held against the gradient."""
    agree: BoolArray
    disagree: BoolArray
    inconclusive: BoolArray
    """Masks, exactly one true in each entry."""
    doubt: IntArray
    """Why an entry cannot be decided: a `Doubt`."""
    wrt: str
    """The name of the array that the gradient is by."""


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
    """Each entry's worst verdict: 0 agree, 1 inconclusive, 2 disagree, -1 not checked."""
    entries: tuple[Entry, ...] = ()
    """Those that do not agree, worst first."""
    entries_omitted: int = 0
    worst: Entry | None = None
    """Of the entries with the worst verdict, the one with the largest difference."""
    resolution: float | None = None
    """The smallest relative mistake that would have shown in every entry that was decided."""
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

    @property
    def name(self) -> str:
        """The derivative with its label."""
        if self.derivative is None:
            return self.context.formula
        return f"{self.derivative}__{self.label}" if self.label else self.derivative


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
    expected: bool = False
    """Whether the configuration expects anything of it."""


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
    def verdict(self) -> Verdict:
        """The run's verdict: the first of these that any result has."""
        verdicts = {result.verdict for result in self.results}
        for verdict in (Verdict.DISAGREE, Verdict.ERROR, Verdict.INCONCLUSIVE):
            if verdict in verdicts:
                return verdict
        return Verdict.AGREE

    @property
    def exit_code(self) -> int:
        """0 all agree, or are as expected; 1 some formula disagrees, or is not as expected; 3 some
        could not be judged and none disagrees.
        """
        judged = {r.verdict for file in self.files if not file.expected for r in file.results}
        if self.unexpected or Verdict.DISAGREE in judged:
            return 1
        return 3 if judged - {Verdict.AGREE} else 0

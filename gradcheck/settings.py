"""What a run may be told, and the defaults."""

import math
import re
from collections.abc import Mapping
from dataclasses import field, fields
from numbers import Real
from operator import index
from typing import Any, SupportsIndex

from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError, did_you_mean
from gradcheck.limits import METHODS, Limits
from gradcheck.records import Index
from gradcheck.sizes import Expression

TRIALS, MOST_TRIALS = 20, 1_000_000
"""The usual number of trials, and the largest: of more, the numbers alone would fill the memory."""
SEED = 0
RTOL = 1e-7
MAX_ENTRIES = 1000
RULE = "allowed = bound + rtol * max(|formula|, |numeric|) + rounding of the formula"
"""The rule as `--help` and the report quote it."""
PROBLEM = "softmax-cross-entropy"
"""The problem of a formula file that names none."""

_ONLY = r"(\w+)(?:\[\s*(\d+(?:\s*,\s*\d+)*)?\s*\])?"


@dataclass(frozen=True)
class Only:
    """What `--only` selects: a derivative, one labelled formula, or one entry of them."""

    name: str
    index: Index | None = None
    function: bool = False
    """Whether the name is that of one function in the file, and of no other."""

    @classmethod
    def parse(cls, text: str) -> "Only":
        """Parse `dJ_dW`, `dJ_dW__mine` or `dJ_dW[1,2]`. Raises UsageError for anything else."""
        if not isinstance(text, str):
            raise UsageError(
                "`only` must be a text", remedy="write `dJ_dW`, `dJ_dW__label` or `dJ_dW[1,2]`"
            )
        match = re.fullmatch(_ONLY, text.strip())
        if match is None:
            raise UsageError(
                f"`--only {text}` selects nothing",
                remedy="write `dJ_dW`, `dJ_dW__label` or `dJ_dW[1,2]`",
            )
        name, index = match.groups()
        if "[" not in text:
            return cls(name)
        return cls(name, tuple(int(i) for i in (index or "").split(",") if i.strip()))


@dataclass(frozen=True)
class Settings:
    """The settings of a run."""

    problem: str | None = None
    """A problem's name or file; None for the one that each formula file names."""
    sizes: Mapping[str, Expression] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Input to distribution, by name."""
    trials: int = TRIALS
    seed: int = SEED
    trial: int | None = None
    """The only trial to run, of those that the seed numbers."""
    only: Only | None = None
    rtol: float = RTOL
    max_entries: int = MAX_ENTRIES
    method: str = METHODS[0]
    """Whether every entry is differentiated, or huge gradients are screened by blocks."""
    numeric_parameters: bool = True
    """Whether a formula may take other derivatives numerically."""
    causes: bool = False
    """Whether to look for the causes of a disagreement."""
    explain: bool = False
    """Whether to look for all causes, and for the smallest case."""
    plot: bool = False
    """Whether to find out what only a plot shows."""
    limits: Limits = field(default_factory=Limits)
    """What a formula may use up."""

    def __post_init__(self) -> None:
        """Raise UsageError for a value with which nothing could be checked."""
        least = {"trials": 1, "seed": 0, "trial": 0, "max_entries": 0}
        for name, minimum in least.items():
            value = getattr(self, name)
            if value is None and name == "trial":
                continue
            number = whole_number(name, value, minimum)
            if name == "trials" and number > MOST_TRIALS:
                raise UsageError(f"`trials` must be at most {MOST_TRIALS:,}")
            object.__setattr__(self, name, number)  # numpy's are not for JSON
        if self.method not in METHODS:
            raise UsageError(f"there is no method `{self.method}`",
                             remedy=did_you_mean(self.method, METHODS))  # fmt: skip
        refuse_unless_tolerance(self.rtol)

    @property
    def chosen_trials(self) -> tuple[int, ...]:
        """The trials to run."""
        return (self.trial,) if self.trial is not None else tuple(range(self.trials))

    @property
    def only_index(self) -> Index | None:
        """The one entry to check."""
        return self.only.index if self.only is not None else None

    def options(self) -> list[str]:
        """Return the options with which a command has these settings, but for the trial."""
        words: list[str] = []
        if self.problem is not None:
            words += ["--problem", self.problem]
        for name, size in self.sizes.items():
            words += ["--size", f"{name}={size}"]
        for name, distribution in self.inputs.items():
            words += ["--input", f"{name}={distribution}"]
        words += ["--seed", str(self.seed)]
        if self.rtol != RTOL:
            words += ["--rtol", repr(self.rtol)]
        if self.method != METHODS[0]:
            words += ["--method", self.method]
        for limit in fields(Limits):
            value = getattr(self.limits, limit.name)
            if value != limit.default:
                words += [f"--{limit.name.replace('_', '-')}", str(value)]
        return words


def whole_number(name: str, value: Any, least: int) -> int:
    """Return a number of Python's. Raises UsageError for what is none, or too small."""
    if not isinstance(value, SupportsIndex) or isinstance(value, bool) or index(value) < least:
        raise UsageError(f"`{name}` must be a whole number, at least {least}")
    return index(value)


def refuse_unless_tolerance(rtol: float) -> None:
    """Raise UsageError for what is no relative tolerance."""
    if not isinstance(rtol, Real) or isinstance(rtol, bool) or not 0 <= rtol < math.inf:
        raise UsageError("`rtol` must be a finite number, not below zero")

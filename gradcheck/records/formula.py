"""What a formula file contains, as described and as bound to the names of a problem."""

from collections.abc import Mapping

from gradcheck.dataclass import dataclass
from gradcheck.records.words import Name


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

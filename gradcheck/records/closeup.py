"""What a plot shows of a formula; it is only found out where a plot is asked for."""

from gradcheck.dataclass import dataclass
from gradcheck.records.words import FloatArray


@dataclass(frozen=True, eq=False)
class Curve:
    """How the central differences of one entry depend on their step; arrays of shape (steps,)."""

    steps: FloatArray
    """The steps, from small to large."""
    estimates: FloatArray
    """The central difference at each step, not extrapolated; NaN where it is not finite."""
    errors: FloatArray
    """How far each is from the numeric derivative; NaN where that or the estimate is not known."""
    chosen: float
    """The largest step that a search along this entry alone extrapolates from; 0 where it finds
    none. A numeric derivative that many entries share may come from other steps."""
    bound: float
    """The numeric derivative's error bound; inf where it cannot be known."""


@dataclass(frozen=True, eq=False)
class Closeup:
    """The trial of the worst entry, entry by entry; arrays of the shape of the derivative."""

    trial: int
    analytic: FloatArray
    numeric: FloatArray
    excess: FloatArray
    """The largest difference over what is allowed, of all trials; NaN where none decides, inf where
    the formula is not finite."""
    curve: Curve | None
    """Of the worst entry; None where it does not depend on what it is differentiated by."""

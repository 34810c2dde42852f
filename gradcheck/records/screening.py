"""What a search by blocks has found, in one trial and for a formula."""

from gradcheck.dataclass import dataclass
from gradcheck.records.words import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Screening:
    """What random directions found out about a gradient at one point; N is its number of entries.

    It accuses nobody: suspects are to be differentiated singly, and judged.
    """

    suspects: IntArray
    """The entries, by flat index in rising order, that blocks were narrowed down to."""
    unresolved: IntArray
    """The entries of which nothing can be said: of blocks that disagree though no entry of them
    stands out, not reached by the search, or where only a huge mistake would show."""
    evaluations: int
    """How often the cost was evaluated."""
    directions: int
    """The independent directions in which all the other entries, together, have passed."""
    resolution: FloatArray
    """The smallest mistake of each entry, were it the only one, that would have shown in them,
    shape (N,); inf where unresolved, 0 for suspects."""


@dataclass(frozen=True, eq=False)
class Screened:
    """How a formula was screened, over all trials."""

    entries: int
    """How many entries the derivative has."""
    singly: int
    """How many of them were differentiated singly in some trial."""
    unresolved: int
    """Of how many nothing can be said in some trial."""
    evaluations: int
    """How often the quantity was evaluated."""
    directions: int
    """The random directions that were passed in every trial."""
    resolution: float | None
    """The smallest mistake, absolute, that would have shown in any entry; None where unknown."""
    relative: float | None
    """The same as a fraction of the formula's largest value."""

"""The numbers behind a map: every entry of a derivative, at its worst trial."""

from gradcheck.dataclass import dataclass
from gradcheck.records.words import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Cells:
    """What every entry's verdict rests on; all of the shape of the derivative.

    An entry's worst trial is, of those with its worst verdict, the one with the largest difference.
    """

    trial: IntArray
    analytic: FloatArray
    numeric: FloatArray
    allowed: FloatArray
    doubt: IntArray
    """A `Doubt` for each entry."""
